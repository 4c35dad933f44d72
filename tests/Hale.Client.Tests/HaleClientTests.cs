using System.Net;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Hale.Client.Tests;

public sealed class HaleClientTests
{
    private const string Problem = "application/problem+json";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_OfSeveralPages_AreReadToTheEnd()
    {
        await using var stub = await Stub.StartAsync(async context =>
        {
            var (id, next) = context.Request.Query["cursor"] == "p2" ? ("b", "null") : ("a", "\"p2\"");
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync($$"""{"items":[{"id":"{{id}}","name":"{{id}}"}],"next_cursor":{{next}}}""", Cancel);
        });
        using var hale = new HaleClient(stub.Address);
        var ids = new List<string>();
        await foreach (var project in hale.ProjectsAsync(Cancel))
            ids.Add(project.Id);
        Assert.Equal(["a", "b"], ids);
        Assert.Equal(["GET /api/projects?limit=1000", "GET /api/projects?limit=1000&cursor=p2"], stub.Asked);
    }

    [Fact]
    public async Task Services_Filtered_SendOnlyWhatIsGivenAndEscapeIt()
    {
        await using var stub = await Stub.StartAsync(200, """{"items":[]}""");
        using var hale = new HaleClient(stub.Address);
        await foreach (var _ in hale.ServicesAsync(new() { Status = "down", Label = "team=a b" }, Cancel))
            Assert.Fail("there is none");
        Assert.Equal("GET /api/services?status=down&label=team%3Da%20b&limit=1000", Assert.Single(stub.Asked));
    }

    [Fact]
    public async Task UptimeStrips_OfSome_AreAskedForAtOnce()
    {
        await using var stub = await Stub.StartAsync(
            200, """{"from":"2026-11-04T10:00:00.000Z","to":"2026-11-05T10:00:00.000Z","slot_seconds":43200,"items":[{"service_id":"a-b","down_seconds":5,"slots":["unknown","down"]}]}""");
        using var hale = new HaleClient(stub.Address);
        var strips = await hale.UptimeStripsAsync(["a-b", "a-c"], slots: 2, cancel: Cancel);
        var strip = Assert.Single(strips.Items);
        Assert.Equal(("a-b", null, 5d, "unknown down"), (strip.ServiceId, strip.UptimePercent, strip.DownSeconds, string.Join(' ', strip.Slots)));
        Assert.Equal("GET /api/uptime?ids=a-b%2Ca-c&slots=2", Assert.Single(stub.Asked));
    }

    [Fact]
    public async Task Unknown_IsATypedExceptionWithKindAndId()
    {
        await using var stub = await Stub.StartAsync(404, """{"title":"Not Found","status":404,"detail":"There is no service 'x'."}""", Problem);
        using var hale = new HaleClient(stub.Address);
        var error = await Assert.ThrowsAsync<HaleNotFoundException>(() => hale.ServiceAsync("x", Cancel));
        Assert.Equal(("service", "x"), (error.Kind, error.Id));
        Assert.Equal(HttpStatusCode.NotFound, error.Status);
        Assert.Equal("There is no service 'x'.", error.Problem!.Detail);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    public async Task Refused_ForItsFields_NamesThem(int status)
    {
        await using var stub = await Stub.StartAsync(
            status, """{"title":"Bad","detail":"interval: wrong","errors":{"interval":["found \"3\"; allowed: a duration"]},"trace_id":"t1"}""", Problem);
        using var hale = new HaleClient(stub.Address);
        var error = await Assert.ThrowsAsync<HaleInvalidException>(() => hale.PutServiceAsync("x", new ServiceDraft { Interval = "3" }, cancel: Cancel));
        Assert.Equal("""found "3"; allowed: a duration""", Assert.Single(error.Errors["interval"]));
        Assert.Equal("t1", error.Problem!.TraceId);
    }

    [Theory]
    [InlineData(409, false)]
    [InlineData(412, true)]
    public async Task Conflict_SaysWhetherTheEtagIsStale(int status, bool stale)
    {
        await using var stub = await Stub.StartAsync(status, """{"title":"No","detail":"not so"}""", Problem);
        using var hale = new HaleClient(stub.Address);
        var error = await Assert.ThrowsAsync<HaleConflictException>(() => hale.DeleteServiceAsync("x", "e1", Cancel));
        Assert.Equal(stale, error.Stale);
        Assert.Equal("not so", error.Message);
        Assert.Equal("\"e1\"", Assert.Single(stub.Headers).IfMatch);
    }

    [Fact]
    public async Task Others_AreTheGeneralException()
    {
        await using var stub = await Stub.StartAsync(401, """{"title":"Unauthorized","detail":"a token is needed"}""", Problem);
        using var hale = new HaleClient(stub.Address, "secret");
        var error = await Assert.ThrowsAsync<HaleException>(() => hale.MonitoredAsync(Cancel));
        Assert.Equal((HttpStatusCode.Unauthorized, "a token is needed"), (error.Status, error.Message));
        Assert.Equal("Bearer secret", Assert.Single(stub.Headers).Authorization);
    }

    [Fact]
    public async Task Answer_OfAnotherProgram_IsNoHubs()
    {
        await using var stub = await Stub.StartAsync(200, "<html>", "text/html");
        using var hale = new HaleClient(stub.Address);
        Assert.Contains("as a Hale hub does", (await Assert.ThrowsAsync<HaleException>(() => hale.GraphAsync(cancel: Cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyThere_NamesTheAddressTheReasonAndAHint()
    {
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        using var hale = new HaleClient(address);
        var error = await Assert.ThrowsAsync<HaleUnreachableException>(() => hale.MonitoredAsync(Cancel));
        Assert.Equal(address, error.Address);
        Assert.Equal("connection refused", error.Reason);
        Assert.Contains("hale serve", error.Hint, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HaleUnreachableException>(async () => await hale.WatchAsync(cancel: Cancel).GetAsyncEnumerator(Cancel).MoveNextAsync());
    }

    [Fact]
    public async Task Cancelled_IsACancellationAndNotAnUnreachableHub()
    {
        await using var stub = await Stub.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        using var hale = new HaleClient(stub.Address);
        using var cancelled = new CancellationTokenSource();
        var asking = hale.MonitoredAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task Address_WithAPath_IsKept()
    {
        await using var stub = await Stub.StartAsync(200, """{"success":true,"monitored":["a:b"]}""");
        using var hale = new HaleClient(new Uri(stub.Address, "behind/proxy"));
        Assert.Equal(["a:b"], (await hale.MonitoredAsync(Cancel)).Monitored);
        Assert.Equal("GET /behind/proxy/api/monitoring", Assert.Single(stub.Asked));
    }

    [Theory]
    [InlineData("ftp://hub")]
    [InlineData("/relative")]
    public void Address_OfNoHub_IsRefused(string address) => Assert.Throws<ArgumentException>(() => new HaleClient(new Uri(address, UriKind.RelativeOrAbsolute)));

    [Fact]
    public async Task OwnHealth_Unhealthy_IsAnAnswer()
    {
        await using var stub = await Stub.StartAsync(
            500,
            """
            {"status":"unhealthy","project":"hale","version":"0.1.0","uptime":7,"components":{"database":{"status":"unhealthy","message":"gone"}},
             "summary":{"totalComponents":1,"healthyComponents":0,"degradedComponents":0,"unhealthyComponents":1},"issues":["database: gone"]}
            """);
        using var hale = new HaleClient(stub.Address);
        var health = await hale.OwnHealthAsync(cancel: Cancel);
        Assert.Equal(("unhealthy", 7, "gone", 1), (health.Status, health.Uptime, health.Components!["database"].Message, health.Summary!.UnhealthyComponents));
    }

    [Fact]
    public async Task Export_IsCopiedAsItComes()
    {
        await using var stub = await Stub.StartAsync(200, "a,b\r\n", "text/csv");
        using var hale = new HaleClient(stub.Address);
        using var to = new MemoryStream();
        await hale.ExportAsync(to, new() { From = "7d", Service = "shop:production", Format = "csv" }, Cancel);
        Assert.Equal("a,b\r\n"u8.ToArray(), to.ToArray());
        Assert.Equal(["GET /api/export?from=7d&service=shop%3Aproduction&format=csv"], stub.Asked);
    }

    [Fact]
    public async Task Export_CutShort_IsNoSuccess()
    {
        var begun = new TaskCompletionSource();
        await using var stub = await Stub.StartAsync(async context =>
        {
            await context.Response.WriteAsync("{", Cancel);
            await context.Response.Body.FlushAsync(Cancel);
            await begun.Task;
            context.Abort();
        });
        using var hale = new HaleClient(stub.Address);
        var pipe = new System.IO.Pipelines.Pipe();

        var export = hale.ExportAsync(pipe.Writer.AsStream(), cancel: Cancel);
        await pipe.Reader.ReadAsync(Cancel);
        begun.SetResult();

        var error = await Assert.ThrowsAsync<HaleUnreachableException>(() => export);
        Assert.Contains("the answer was cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_Refused_IsAnAnswerWithTheReason()
    {
        await using var stub = await Stub.StartAsync(404, """{"success":false,"error":"There is no target 'a:b'."}""");
        using var hale = new HaleClient(stub.Address);
        var answer = await hale.CheckTargetAsync("a", "b", Cancel);
        Assert.Equal(new ControlView(false, "There is no target 'a:b'.") { HttpStatus = 404 }, answer);
    }

    [Fact]
    public async Task Draft_LeavesOutWhatIsNotGiven()
    {
        string? body = null;
        await using var stub = await Stub.StartAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            body = await reader.ReadToEndAsync(Cancel);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"success":true}""", Cancel);
        });
        using var hale = new HaleClient(stub.Address);
        await hale.StartMonitoringAsync("shop", "production", new TargetDraft { Url = "http://x", DegradedAbove = "500ms" }, Cancel);
        Assert.Equal("""{"url":"http://x","degraded_above":"500ms"}""", body);
    }

    [Fact]
    public async Task HttpClient_OfTheCaller_IsUsedAndNotDisposed()
    {
        await using var stub = await Stub.StartAsync(200, """{"success":true,"monitored":[]}""");
        using var http = new HttpClient { BaseAddress = stub.Address };
        using (var hale = new HaleClient(http))
            await hale.MonitoredAsync(Cancel);
        Assert.True((await http.GetAsync("api/monitoring", Cancel)).IsSuccessStatusCode);
        using var nowhere = new HttpClient();
        Assert.Throws<ArgumentException>(() => new HaleClient(nowhere));
    }
}
