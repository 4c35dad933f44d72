using System.Text;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Where redirects lead, and what goes along.</summary>
public abstract class HttpRedirectTests(AnsweringNginx server, bool quick) : IClassFixture<AnsweringNginx>
{
    private Probe Probe { get; } = new(quick: quick);


    [Fact]
    public async Task Redirect_ToAGoodAnswer_IsFollowed()
    {
        var seen = await Probe.AskAsync(server.Url("/moved"));
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
        Assert.NotNull(seen.Phases.TotalMs);
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

    private static string Told(Failure failure) => $"{failure.Kind()}: {failure.Message}";
}

public sealed class QuickHttpRedirectTests(AnsweringNginx server) : HttpRedirectTests(server, quick: true);

public sealed class GeneralHttpRedirectTests(AnsweringNginx server) : HttpRedirectTests(server, quick: false);
