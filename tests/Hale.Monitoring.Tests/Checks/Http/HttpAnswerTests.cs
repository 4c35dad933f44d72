using System.Text;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Answers of a real nginx: statuses, redirects, and what is asked.</summary>
public sealed class HttpAnswerTests(HttpAnswerTests.Server server) : IClassFixture<HttpAnswerTests.Server>
{
    private static readonly Probe Probe = new();

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
    public async Task Redirect_ToAGoodAnswer_IsFollowed()
    {
        var seen = await Probe.RunAsync(server.Url("/moved"));
        Assert.True(seen.Success);
        Assert.Equal(200, seen.HttpStatus);
        Assert.Contains($"redirected to {server.Url("/200")}", seen.Evidence);
    }

    [Fact]
    public async Task Redirect_NotFollowed_IsHttpStatus()
    {
        var failure = await Probe.FailAsync($$"""{"url":"{{server.Url("/moved")}}","follow_redirects":false}""");
        Assert.Equal("HTTP 301 Moved Permanently (expected 200-299)", failure.Message);
        Assert.Equal("hard HttpStatus", failure.Kind());
    }

    [Fact]
    public async Task Redirect_InALoop_IsHardHttpStatus()
    {
        var seen = await Probe.RunAsync(server.Url("/loop"));
        Assert.Equal("hard HttpStatus", seen.Failure!.Kind());
        Assert.Equal("HTTP 302 redirects in a loop (too many redirects)", seen.Failure!.Message);
        Assert.Equal(302, seen.HttpStatus);
        Assert.True(seen.Answered);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task Redirect_ManyTimes_FiveAreFollowed(int times, bool success)
    {
        var seen = await Probe.RunAsync(server.Url($"/hop/{new string('x', times)}"));
        Assert.Equal(success, seen.Success);
        if (!success)
            Assert.Equal("hard HttpStatus: HTTP 302 after 5 redirects (too many redirects)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("http://")]
    public async Task Redirect_ToWhereHttpDoesNotGo_IsItsStatus(string location)
    {
        await using var site = RawSite.Answering(RawSite.Answer(302, "", $"Location: {location}\r\n"));
        Assert.Equal("hard HttpStatus: HTTP 302 Found (expected 200-299)", Told(await Probe.FailAsync(site.Url())));
    }

    [Fact]
    public async Task Redirect_ToARefusedPort_IsRefused()
    {
        await using var site = RawSite.Answering(RawSite.Answer(302, "", $"Location: http://127.0.0.1:{Ports.Free()}/\r\n"));
        Assert.Equal("hard Refused", (await Probe.FailAsync(site.Url())).Kind());
    }

    [Fact]
    public async Task Redirect_ToAnotherHost_CarriesNoCredentials()
    {
        await using var other = RawSite.Answering(RawSite.Answer(200, "{}"));
        await using var site = RawSite.Answering(RawSite.Answer(302, "", $"Location: {other.Url(host: "localhost")}\r\n"));
        var url = site.Url().Replace("http://", "http://ann:pass@", StringComparison.Ordinal);
        var seen = await Probe.RunAsync($$"""{"url":"{{url}}","headers":{"X-Api-Key":"k1","X-Kind":"probe","Host":"shop.example"} }""");
        Assert.True(seen.Success);
        var (first, second) = (Assert.Single(site.Requests), Assert.Single(other.Requests));
        Assert.Contains($"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:pass"))}", first, StringComparison.Ordinal);
        Assert.Contains("X-Api-Key: k1", first, StringComparison.Ordinal);
        Assert.Contains("Host: shop.example", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", second, StringComparison.Ordinal);
        Assert.DoesNotContain("k1", second, StringComparison.Ordinal);
        Assert.Contains($"Host: localhost:{other.Port}", second, StringComparison.Ordinal);
        Assert.Contains("X-Kind: probe", second, StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task Fresh_EachCheck_MakesItsOwnConnection()
    {
        await using var site = RawSite.Start(AnswerForEverAsync);
        var spec = Probe.Spec(site.Url());
        for (var i = 0; i < 3; i++)
            Assert.True((await Probe.RunAsync(spec)).Success);
        Assert.Equal(3, site.Connections);
    }

    [Fact]
    public async Task Reuse_ThreeChecks_ShareOneConnection()
    {
        await using var site = RawSite.Start(AnswerForEverAsync);
        var spec = Probe.Spec($$"""{"url":"{{site.Url()}}","reuse_connection":true}""");
        Assert.NotNull((await Probe.RunAsync(spec)).Phases.ConnectMs);
        Assert.True((await Probe.RunAsync(spec)).Success);
        var third = await Probe.RunAsync(spec);
        Assert.True(third.Success);
        Assert.True(third.Phases is { ConnectMs: null, FirstByteMs: > 0, TotalMs: > 0 }, third.Phases.ToString());
        Assert.Equal(1, site.Connections);
    }

    [Fact]
    public async Task Reuse_ServerClosedItMeanwhile_ConnectsAgain()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        });
        var spec = Probe.Spec($$"""{"url":"{{site.Url()}}","reuse_connection":true}""");
        for (var i = 0; i < 3; i++)
            Assert.True((await Probe.RunAsync(spec)).Success);
        Assert.Equal(3, site.Connections);
    }

    [Fact]
    public async Task Ipv6Literal_Answers()
    {
        await using var site = RawSite.Start(AnswerForEverAsync, address: System.Net.IPAddress.IPv6Loopback);
        var seen = await Probe.RunAsync(site.Url(host: "[::1]"));
        Assert.True(seen.Success);
        Assert.StartsWith($"connected to [::1]:{site.Port} in ", seen.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http2_ServerSpeaksOnlyHttp1_IsHardProtocolOrReset()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        Assert.Equal("hard Protocol", (await Probe.FailAsync($$"""{"url":"{{site.Url()}}","http_version":"2"}""")).Kind());
    }

    private static string Told(Failure failure) => $"{failure.Kind()}: {failure.Message}";

    private static async Task AnswerForEverAsync(RawVisit visit)
    {
        while ((await visit.ReadRequestAsync()).Length > 0)
            await visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    }

    public sealed class Server : IAsyncLifetime
    {
        private NginxServer? _nginx;

        public string Url(string path) => _nginx!.Url(path);

        public async ValueTask InitializeAsync() => _nginx = await NginxServer.StartAsync(
            """
            location = /204 { return 204; }
            location = /200 { return 200 fine; }
            location = /401 { return 401; }
            location = /403 { return 403; }
            location = /404 { return 404; }
            location = /418 { return 418; }
            location = /500 { return 500; }
            location = /503 { return 503; }
            location = /moved { return 301 /200; }
            location = /loop { return 302 /pool; }
            location = /pool { return 302 /loop; }
            location ~ ^/hop/x(x*)$ { return 302 /hop/$1; }
            location = /hop/ { return 200 there; }
            """);

        public async ValueTask DisposeAsync() => await _nginx!.DisposeAsync();
    }
}
