using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hale.Server.Access;
using Hale.Server.Api;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Server.Tests.Api;

/// <summary>What a form asks while somebody writes, over HTTP and with real checks.</summary>
public sealed class DraftTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private RawSite _site = null!;
    private Hub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _site = RawSite.Start(async visit =>
        {
            var request = await visit.ReadRequestAsync();
            var status = request.StartsWith("GET /secret ", StringComparison.Ordinal) && !request.Contains("Bearer kept", StringComparison.Ordinal) ? 401
                : request.StartsWith("GET /bad ", StringComparison.Ordinal) ? 503 : 200;
            await visit.SendAsync(RawSite.Answer(status, "{}"));
        });
        _hub = await Hub.StartAsync(new()
        {
            Urls = "http://127.0.0.1:0",
            Data = _folder["data"],
            Config = _folder["hale.yaml"],
            LogLevels = "Hale=none,Microsoft=none,System=none",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _site.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body)> AskAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(_hub.Addresses[0], path));
        if (json is not null)
            request.Content = new StringContent(json.Replace('\'', '"'), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private async Task<JsonNode> TryAsync(string json, string path = "/api/check")
    {
        var (status, body) = await AskAsync("POST", path, json);
        Assert.True(status == HttpStatusCode.OK, body?.ToJsonString());
        return body!;
    }

    private static string? Text(JsonNode? node, string name) => node?[name]?.ToString();

    [Fact]
    public async Task DryRun_OfEachWrite_AnswersTheDefinitionAndKeepsNothing()
    {
        var (status, made) = await AskAsync("POST", "/api/services?dry_run=true", "{'project':'shop','name':'api','check':'http://api.test/','retries':3}");
        var (_, put) = await AskAsync("PUT", "/api/services/shop-api?dry_run=true", "{'project':'shop','check':{'type':'heartbeat'}}");
        var (_, project) = await AskAsync("POST", "/api/projects?dry_run=true", "{'id':'shop','name':'Shop'}");

        Assert.Equal((HttpStatusCode.OK, "created", "shop-api"), (status, Text(made, "outcome"), Text(made, "id")));
        Assert.Equal("""{"project":"shop","name":"api","check":{"type":"http","url":"http://api.test/"},"retries":3}""", made!["given"]!.ToJsonString());
        Assert.Equal("created", Text(put, "outcome"));
        Assert.Equal("projects:\n  shop:\n    name: Shop\n", Text(project, "yaml"));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("GET", "/api/services/shop-api")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("GET", "/api/projects/shop")).Status);
    }

    [Fact]
    public async Task DryRun_OfARemoval_LeavesItWhereItIs()
    {
        await AskAsync("PUT", "/api/services/shop-api", "{'project':'shop','check':'http://api.test/'}");
        await AskAsync("PUT", "/api/projects/shop/targets/production", "{'url':'http://api.test/'}");

        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync("DELETE", "/api/services/shop-api?dry_run=true")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await AskAsync("DELETE", "/api/projects/shop/targets/production?dry_run=true")).Status);
        var (status, refused) = await AskAsync("DELETE", "/api/projects/shop?dry_run=true");

        Assert.Equal((HttpStatusCode.Conflict, "The project 'shop' still has shop-api, shop:production."), (status, Text(refused, "detail")));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("GET", "/api/services/shop-api")).Status);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("GET", "/api/projects/shop/targets/production")).Status);
    }

    [Fact]
    public async Task DryRun_AskedForAReport_AnswersWhatWouldBeRefusedAsAnAnswer()
    {
        var (made, definition) = await AskAsync("PUT", "/api/services/shop-api?dry_run=report", "{'project':'shop','check':'http://api.test/'}");
        var (written, problem) = await AskAsync("PUT", "/api/services/shop-api?dry_run=report", "{'project':'shop','check':'api.test'}");
        var (removed, missing) = await AskAsync("DELETE", "/api/services/shop-api?dry_run=report");
        var (body, unread) = await AskAsync("PUT", "/api/projects/shop?dry_run=report", "[]");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [made, written, removed, body]);
        Assert.Equal("created", Text(definition, "outcome"));
        Assert.Equal(("400", "404", "400"), (Text(problem, "status"), Text(missing, "status"), Text(unread, "status")));
        Assert.NotNull(problem!["errors"]!["check.url"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("PUT", "/api/services/shop-api", "{'project':'shop','check':'api.test'}")).Status);
    }

    [Theory]
    [InlineData("DELETE", "/api/services/shop-api?dry_run=1")]
    [InlineData("PUT", "/api/services/shop-api?dry_run=yes")]
    [InlineData("PUT", "/api/projects/shop/targets/production?dry_run=yes")]
    [InlineData("POST", "/api/projects?dry_run=yes")]
    public async Task DryRun_NeitherTrueNorFalse_IsRefusedAndNotTakenForAWrite(string method, string path)
    {
        await AskAsync("PUT", "/api/services/shop-api", "{'project':'shop','check':'http://api.test/'}");

        var (status, body) = await AskAsync(method, path, method == "DELETE" ? null : "{}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.EndsWith("allowed: true, false, report", body!["errors"]!["dry_run"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("GET", "/api/services/shop-api")).Status);
    }

    [Fact]
    public async Task Definition_OfEachThing_IsWhatAPutTakes()
    {
        await AskAsync("PUT", "/api/projects/shop", "{'defaults':{'interval':'10s'}}");
        await AskAsync("PUT", "/api/services/shop-api", "{'project':'shop','check':'http://api.test/','timeout':'2s'}");
        await AskAsync("PUT", "/api/projects/shop/targets/production", "{'url':'http://api.test'}");

        foreach (var path in (string[])["/api/projects/shop", "/api/services/shop-api", "/api/projects/shop/targets/production"])
        {
            var (_, definition) = await AskAsync("GET", $"{path}/definition");
            var (_, again) = await AskAsync("PUT", $"{path}?dry_run=true", definition!["given"]!.ToJsonString());
            Assert.Equal(("unchanged", Text(definition, "etag")), (Text(again, "outcome"), Text(again, "etag")));
        }

        var inherited = (await AskAsync("GET", "/api/services/shop-api/definition")).Body!["inherited"]!;
        Assert.Equal(("10s", "project", "5s", "built_in"), (Text(inherited["interval"], "value"), Text(inherited["interval"], "from"), Text(inherited["timeout"], "value"), Text(inherited["timeout"], "from")));
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("GET", "/api/services/nothing/definition")).Status);
    }

    [Fact]
    public async Task Defaults_Asked_AreThoseOfProjectAndKind()
    {
        await AskAsync("PUT", "/api/projects/shop", "{'defaults':{'retries':1}}");

        string Retries((HttpStatusCode, JsonNode? Body) answer) => Text(answer.Body!["inherited"]!["retries"], "value")!;
        Assert.Equal("1", Retries(await AskAsync("GET", "/api/defaults?project=shop")));
        Assert.Equal("3", Retries(await AskAsync("GET", "/api/defaults")));
        Assert.Equal("0", Retries(await AskAsync("GET", "/api/defaults?project=shop&type=heartbeat")));
        Assert.Equal("0", Retries(await AskAsync("GET", "/api/defaults?for=target")));
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync("GET", "/api/defaults?for=nothing")).Status);
    }

    [Fact]
    public async Task Trial_OfADraft_TellsWhatTheServiceWouldBeAndKeepsNothing()
    {
        var good = await TryAsync($"{{'check':'{_site.Url("/good")}','degraded_above':'10m'}}");
        var bad = await TryAsync($"{{'check':'{_site.Url("/bad")}','retries':5}}");
        var nobody = await TryAsync($"{{'check':'tcp://127.0.0.1:{Ports.Free()}'}}");
        var target = await TryAsync($"{{'url':'{_site.Url("/bad")}','project':'shop','id':'production'}}", "/api/check?for=target");

        Assert.Equal(("up", "first_success"), (Text(good, "status"), Text(good, "why")));
        Assert.NotNull(good["phases"]!["total_ms"]);
        Assert.Equal(("down", "http_status"), (Text(bad, "status"), Text(bad, "failure")));
        Assert.StartsWith("HTTP 503", Text(bad, "message"), StringComparison.Ordinal);
        Assert.NotEmpty(bad["steps"]!.AsArray());
        Assert.Equal(("down", "refused"), (Text(nobody, "status"), Text(nobody, "failure")));
        Assert.Equal("degraded", Text(target, "status"));
        Assert.Empty((await AskAsync("GET", "/api/services")).Body!["items"]!.AsArray());
    }

    /// <summary>What a form shows as *** is asked with what is stored, where it was stored for that host.</summary>
    [Fact]
    public async Task Trial_WithAMaskedCredential_UsesTheStoredOneOfThatServiceAndHost()
    {
        var check = $"{{'url':'{_site.Url("/secret")}','headers':{{'Authorization':'Bearer kept'}}}}";
        await AskAsync("PUT", "/api/services/shop-api", $"{{'project':'shop','check':{check}}}");
        var masked = check.Replace("Bearer kept", "***", StringComparison.Ordinal);

        var own = await TryAsync($"{{'id':'shop-api','check':{masked},'degraded_above':'10m'}}");
        var (ofNobody, _) = await AskAsync("POST", "/api/check", $"{{'check':{masked}}}");
        var (elsewhere, body) = await AskAsync("POST", "/api/check", $"{{'id':'shop-api','check':{masked.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}}}");

        Assert.Equal("up", Text(own, "status"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (ofNobody, elsewhere));
        Assert.Contains("give it again", body!["errors"]!["check.headers.Authorization"]![0]!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Credentials of the file are the file's: what the API asks is not asked with them.</summary>
    [Fact]
    public async Task Trial_WithAMaskedCredentialOfTheFile_IsRefused()
    {
        await File.WriteAllTextAsync(
            _folder["hale.yaml"],
            $"projects: {{ shop: {{ services: {{ api: {{ check: {{ url: \"{_site.Url("/secret")}\", headers: {{ Authorization: Bearer kept }} }} }} }} }} }}\n",
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("POST", "/-/reload")).Status);

        var (status, _) = await AskAsync("POST", "/api/check", $"{{'id':'shop-api','check':{{'url':'{_site.Url("/secret")}','headers':{{'Authorization':'***'}}}}}}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Theory]
    [InlineData("{'check':{'type':'exec','command':['/bin/true']}}", HttpStatusCode.UnprocessableEntity, "check.command")]
    [InlineData("{'check':{'type':'http'}}", HttpStatusCode.BadRequest, "check.url")]
    [InlineData("{'check':'http://x','interval':'soon'}", HttpStatusCode.BadRequest, "interval")]
    [InlineData("{}", HttpStatusCode.BadRequest, "check")]
    [InlineData("[]", HttpStatusCode.BadRequest, "")]
    [InlineData("{'check':{'type':'heartbeat'}}", HttpStatusCode.Conflict, null)]
    public async Task Trial_ThatCannotBeAsked_SaysWhy(string json, HttpStatusCode expected, string? path)
    {
        var (status, body) = await AskAsync("POST", "/api/check", json);

        Assert.Equal(expected, status);
        if (path is not null)
            Assert.NotNull(body!["errors"]![path]);
    }

    /// <summary>As for what the API declares: addresses at which clouds hand out credentials are not asked.</summary>
    [Fact]
    public async Task Trial_OfAGuardedAddress_IsBlocked() =>
        Assert.Equal("blocked", Text(await TryAsync("{'check':'http://169.254.169.254/latest/meta-data/'}"), "failure"));

    [Fact]
    public void Trial_NeedsAnOperator()
    {
        var route = _hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Single(each => each.RoutePattern.RawText == "/api/check");

        Assert.Equal(Role.Operator, route.Metadata.GetMetadata<NeedsRole>()!.Role);
    }

    [Fact]
    public async Task Place_OfWhatTheFileDeclares_IsShownWithProjectAndTargetToo()
    {
        await File.WriteAllTextAsync(
            _folder["hale.yaml"], "projects:\n  shop:\n    targets:\n      production: http://shop.test\n", TestContext.Current.CancellationToken);
        await AskAsync("POST", "/-/reload");

        var (_, project) = await AskAsync("GET", "/api/projects/shop");
        var (_, target) = await AskAsync("GET", "/api/projects/shop/targets/production");

        Assert.Equal(("file", "hale.yaml:2"), (Text(project, "managed_by"), Text(project, "declared_at")));
        Assert.Equal(("file", "hale.yaml:4"), (Text(target, "managed_by"), Text(target, "declared_at")));
    }

    [Fact]
    public async Task Caller_OfThisMachine_IsAdmin() => Assert.Equal("admin", Text((await AskAsync("GET", "/api/me")).Body, "role"));
}
