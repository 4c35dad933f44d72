using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Answers of a real nginx and of bodies that speak for themselves, and what is asked.</summary>
public abstract class HttpAnswerTests(AnsweringNginx server, bool quick) : IClassFixture<AnsweringNginx>
{
    private Probe Probe { get; } = new(quick: quick);


    [Theory]
    [InlineData("/200", 200, "none")]
    [InlineData("/204", 204, "none")]
    [InlineData("/404", 404, "hard HttpStatus: HTTP 404 Not Found (health endpoint missing)")]
    [InlineData("/401", 401, "hard HttpStatus: HTTP 401 Unauthorized (access denied)")]
    [InlineData("/403", 403, "hard HttpStatus: HTTP 403 Forbidden (access denied)")]
    [InlineData("/418", 418, "hard HttpStatus: HTTP 418 (expected 200-299)")]
    [InlineData("/500", 500, "soft HttpStatus: HTTP 500 Internal Server Error (server issues)")]
    [InlineData("/503", 503, "soft HttpStatus: HTTP 503 Service Unavailable (server issues)")]
    public async Task Service_Status_IsJudgedByItsColumn(string path, int status, string failure)
    {
        var seen = await Probe.RunAsync(server.Url(path));
        Assert.Equal(failure, seen.Failure is null ? "none" : $"{seen.Failure.Kind()}: {seen.Failure.Message}");
        Assert.Equal(status, seen.HttpStatus);
        Assert.True(seen.Answered);
        Assert.True(seen.Phases is { DnsMs: null, ConnectMs: > 0, TlsMs: null, FirstByteMs: > 0, TotalMs: > 0 }, seen.Phases.ToString());
    }

    [Theory]
    [InlineData("/200", true)]
    [InlineData("/204", false)]
    public async Task Target_Status_OnlyAPlain200IsSuccess(string path, bool success) =>
        Assert.Equal(success, (await Probe.RunAsync(server.Url(path), Column.Target)).Success);

    [Theory]
    [InlineData("/404", "200-299,404", true)]
    [InlineData("/200", "404", false)]
    [InlineData("/204", "200-299", true)]
    [InlineData("/moved", "301", true)]
    public async Task Expect_Status_ReplacesBothColumns(string path, string status, bool success) =>
        Assert.Equal(success, (await Probe.RunAsync($$"""{"url":"{{server.Url(path)}}","expect":{"status":"{{status}}"} }""", Column.Target)).Success);

    [Fact]
    public async Task Request_ByDefault_IsAGetThatSaysWhoAsks()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        await Probe.RunAsync(site.Url("/health?deep=1#part"));
        var request = Assert.Single(site.Requests);
        Assert.StartsWith("GET /health?deep=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Matches(@"User-Agent: Hale/\d+\.\d+\.\d+\r\n", request);
        Assert.Contains("Accept: */*\r\n", request, StringComparison.Ordinal);
        Assert.DoesNotContain("Accept-Encoding", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_MethodHeadersAndBody_AreSent()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        var described = $$"""{"url":"{{site.Url()}}","method":"post","headers":{"Content-Type":"application/json","User-Agent":"me"},"body":"{\"a\":1}"}""";
        Assert.True((await Probe.RunAsync(described)).Success);
        var request = Assert.Single(site.Requests);
        Assert.StartsWith("POST / HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 7\r\n", request, StringComparison.Ordinal);
        Assert.Contains("User-Agent: me\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":"degraded","components":{"db":{"status":"degraded"}}}""", 200, "degraded: db degraded")]
    [InlineData("""{"status":"degraded"}""", 503, "degraded")]
    public async Task Body_SaysDegraded_IsAnAnswerThatSaysSo(string body, int status, string said)
    {
        await using var site = RawSite.Answering(RawSite.Answer(status, body));
        var seen = await Probe.RunAsync(site.Url());
        Assert.Null(seen.Failure);
        Assert.True(seen.SaysDegraded);
        Assert.True(seen.Answered);
        Assert.Equal($"the body says {said}", seen.Message);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(503)]
    public async Task Body_SaysDown_IsHardBody(int status)
    {
        await using var site = RawSite.Answering(RawSite.Answer(status, """{"status":"DOWN","version":"2.1","uptime":12}"""));
        var seen = await Probe.RunAsync(site.Url());
        Assert.Equal($"hard Body: the body says DOWN (HTTP {status})", Told(seen.Failure!));
        Assert.Equal("2.1", seen.Details!["version"]);
        Assert.Equal(12.0, seen.Details!["uptime"]);
    }

    private static string Told(Failure failure) => $"{failure.Kind()}: {failure.Message}";
}

public sealed class QuickHttpAnswerTests(AnsweringNginx server) : HttpAnswerTests(server, quick: true);

public sealed class GeneralHttpAnswerTests(AnsweringNginx server) : HttpAnswerTests(server, quick: false);
