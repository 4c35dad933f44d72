using System.Net;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Each way in which a connection or an answer can break, against a server that breaks it so.</summary>
public abstract class HttpFaultTests(bool quick) : IDisposable
{
    private Probe Probe { get; } = new(quick: quick);
    private readonly bool _quick = quick;
    private readonly Probe _timed = new(time: new(), quick: quick);
    private readonly SemaphoreSlim _heard = new(0);

    public void Dispose()
    {
        _heard.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Refused_NobodyListens_IsHardRefused()
    {
        var port = Ports.Free();
        var seen = await Probe.RunAsync($"http://127.0.0.1:{port}/health");
        Assert.Equal("hard Refused", seen.Failure!.Kind());
        Assert.Equal($"nothing listens on 127.0.0.1:{port} (connection refused)", seen.Failure!.Message);
        Assert.False(seen.Answered);
        Assert.Equal(Phases.None, seen.Phases);
        Assert.Contains("connection refused", Assert.Single(seen.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dns_NameDoesNotExist_IsHardDns()
    {
        var seen = await Probe.RunAsync("http://no-such-service.invalid/health");
        Assert.Equal("hard Dns", seen.Failure!.Kind());
        Assert.Equal("the name no-such-service.invalid could not be resolved (DNS error)", seen.Failure!.Message);
        Assert.Null(seen.Phases.DnsMs);
    }

    [Fact]
    public async Task Dns_ResolverIsSilent_IsHardDnsWithinTheTimeout()
    {
        var resolver = new Resolver(TimeProvider.System, _ =>
        {
            _heard.Release();
            return new TaskCompletionSource<IPAddress[]>().Task;
        });
        var seen = await new Probe(quick: _quick, resolver: resolver, time: new()).RunOutAsync("http://shop.example/", _heard);
        Assert.Equal("hard Dns", seen.Failure!.Kind());
        Assert.Equal("the name shop.example could not be resolved within 1m (DNS error)", seen.Failure!.Message);
    }

    [Fact]
    public async Task ConnectTimeout_ConnectionIsNeverMade_IsHardAndWithinTheTimeout()
    {
        using var full = FullPort.Open();
        var seen = await Probe.RunAsync($"http://127.0.0.1:{full.Port}/", timeout: Probe.Hasty);
        Assert.Equal("hard ConnectTimeout", seen.Failure!.Kind());
        Assert.True(seen.Took >= TimeSpan.FromMilliseconds(290), $"given up after {seen.Took}");
        Assert.Equal(Phases.None, seen.Phases);
    }

    [Fact]
    public async Task Unreachable_NoRoute_IsHardUnreachable()
    {
        // A link-local address needs an interface that has one, and loopback has none.
        var failure = await Probe.FailAsync("http://[fe80::1%1]:9/");
        Assert.Equal("hard Unreachable", failure.Kind());
    }

    [Fact]
    public async Task Timeout_ConnectsAndHangs_IsSoftAndWithinTheTimeout()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            _heard.Release();
            await visit.HangAsync();
        });
        var seen = await _timed.RunOutAsync(site.Url(), _heard);
        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.Equal("no answer within 1m after connecting (slow response)", seen.Failure!.Message);
        Assert.NotNull(seen.Phases.ConnectMs);
        Assert.Null(seen.Phases.FirstByteMs);
        Assert.Null(seen.Phases.TotalMs);
        Assert.False(seen.Answered);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Endless: ")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2")]
    public async Task Timeout_AByteNowAndThen_IsSoftWithinTheTimeout(string start)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync(start);
            _heard.Release();
            await visit.DripAsync(TimeSpan.FromMilliseconds(10));
        });
        var seen = await _timed.RunOutAsync(site.Url(), _heard);
        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.NotNull(seen.Phases.ConnectMs);
        Assert.Null(seen.Phases.TotalMs);
    }

    [Fact]
    public async Task Reset_AtOnce_IsHardReset()
    {
        await using var site = RawSite.Start(visit =>
        {
            visit.Reset();
            return Task.CompletedTask;
        });
        Assert.Equal("hard Reset", (await Probe.FailAsync(site.Url())).Kind());
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")]
    public async Task Reset_AtAnyMoment_IsHardReset(string sent)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync(sent);
            visit.Reset();
        });
        Assert.Equal("hard Reset", (await Probe.FailAsync(site.Url())).Kind());
    }

    [Fact]
    public async Task Reset_ClosedBeforeTheFirstByte_IsHardResetAfterOneConnection()
    {
        await using var site = RawSite.Answering("");
        var failure = await Probe.FailAsync(site.Url());
        Assert.Equal("hard Reset", failure.Kind());
        Assert.Equal($"127.0.0.1:{site.Port} closed the connection before the first byte of an answer", failure.Message);
        Assert.Equal(1, site.Connections);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "the answer is not HTTP (protocol error)")]
    [InlineData("H", "the answer was cut short (protocol error)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "the answer was cut short (protocol error)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "the answer was cut short (protocol error)")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf", "the answer was cut short (protocol error)")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer is not HTTP (protocol error)")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", "the answer is not HTTP (protocol error)")]
    public async Task Protocol_NotHttpOrCutShort_IsHardProtocol(string sent, string message)
    {
        await using var site = RawSite.Answering(sent);
        var failure = await Probe.FailAsync(site.Url());
        Assert.Equal("hard Protocol", failure.Kind());
        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Endless: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("HTTP/1.1 200 ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Protocol_EndlessHeaders_IsHardProtocol(string start, string more)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync(start);
            await visit.FloodAsync(more);
        });
        var failure = await Probe.FailAsync(site.Url());
        Assert.Equal("hard Protocol", failure.Kind());
        Assert.Equal("the answer's headers are longer than 64 kB (protocol error)", failure.Message);
    }

    [Fact]
    public async Task Body_LongerThanAMegabyte_IsNoFailureAndIsNotReadOn()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
            await visit.FloodAsync(new string('x', 10_000));
        });
        var seen = await Probe.AskAsync(site.Url());
        Assert.Null(seen.Failure);
        Assert.Contains("HTTP 200 with 1048576 bytes", seen.Evidence);
    }

    [Fact]
    public async Task Stopping_WhileItHangs_ThrowsAndIsNoTimeout()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());
        using var stopping = new CancellationTokenSource();
        var spec = Probe.Spec(site.Url());
        var running = CheckCatalog.Standard(TimeProvider.System).For(spec).RunAsync(spec.Options, Probe.Patient, stopping.Token);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
    }
}

public sealed class QuickHttpFaultTests() : HttpFaultTests(quick: true);

public sealed class GeneralHttpFaultTests() : HttpFaultTests(quick: false);
