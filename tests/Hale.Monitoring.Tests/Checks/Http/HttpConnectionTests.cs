using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Fresh connections, kept ones, and other versions of IP and HTTP.</summary>
public abstract class HttpConnectionTests(bool quick)
{
    private Probe Probe { get; } = new(quick: quick);


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
    public async Task Http2_ServerSpeaksOnlyHttp1_IsHardProtocolOrReset()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        Assert.Equal("hard Protocol", (await Probe.FailAsync($$"""{"url":"{{site.Url()}}","http_version":"2"}""")).Kind());
    }

    [Fact]
    public async Task Ipv6_AsALiteral_Answers()
    {
        await using var site = RawSite.Start(AnswerForEverAsync, address: System.Net.IPAddress.IPv6Loopback);
        var seen = await Probe.AskAsync(site.Url(host: "[::1]"));
        Assert.True(seen.Success);
        Assert.StartsWith($"connected to [::1]:{site.Port} in ", seen.Evidence[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http3_NobodyAnswers_FailsAsItsOwnKind()
    {
        // Where libmsquic is not installed the check says so; where it is, nobody is there.
        var failure = await Probe.FailAsync($$"""{"url":"https://127.0.0.1:{{Ports.Free()}}/","http_version":"3"}""", TimeSpan.FromSeconds(2));
        Assert.Contains(failure.Kind(), (string[])["hard Internal", "hard Unreachable", "hard ConnectTimeout"]);
    }

    private static async Task AnswerForEverAsync(RawVisit visit)
    {
        while ((await visit.ReadRequestAsync()).Length > 0)
            await visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    }
}

public sealed class QuickHttpConnectionTests() : HttpConnectionTests(quick: true);

public sealed class GeneralHttpConnectionTests() : HttpConnectionTests(quick: false);
