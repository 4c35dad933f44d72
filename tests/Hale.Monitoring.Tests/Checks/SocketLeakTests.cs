using Grpc.Health.V1;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Tests.Checks.Grpc;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks;

/// <summary>Thousands of failing checks leave no socket open behind them.</summary>
[CollectionDefinition(nameof(SocketLeakTests), DisableParallelization = true)]
[Collection(nameof(SocketLeakTests))]
public sealed class SocketLeakTests
{
    private const int Checks = 2000;
    private const int AtOnce = 100;
    private const int Rounds = 3;
    private static readonly Probe Probe = new();

    [Fact]
    public Task Refused_ManyChecks_LeaveNothingOpen() => LeaksNothingAsync(() => null, "http://127.0.0.1:PORT/", FailureKind.Refused);

    [Fact]
    public Task Dns_ManyChecks_LeaveNothingOpen() => LeaksNothingAsync(() => null, "http://no-such-service.invalid:PORT/", FailureKind.Dns);

    [Fact]
    public Task Reset_ManyChecks_LeaveNothingOpen() => LeaksNothingAsync(
        () => RawSite.Start(visit =>
        {
            visit.Reset();
            return Task.CompletedTask;
        }),
        "http://127.0.0.1:PORT/",
        FailureKind.Reset);

    [Fact]
    public Task ClosedEarly_ManyChecks_LeaveNothingOpen() => LeaksNothingAsync(() => RawSite.Answering(""), "http://127.0.0.1:PORT/", FailureKind.Reset);

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", FailureKind.Protocol)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", FailureKind.Protocol)]
    [InlineData("HTTP/1.1 500 No\r\n\r\n", FailureKind.HttpStatus)]
    [InlineData("HTTP/1.1 302 On\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", FailureKind.HttpStatus)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{\"status\":\"down\"}", FailureKind.Body)]
    public Task BadAnswer_ManyChecks_LeaveNothingOpen(string bytes, FailureKind kind) =>
        LeaksNothingAsync(() => RawSite.Answering(bytes), "http://127.0.0.1:PORT/", kind);

    [Theory]
    [InlineData("redis://127.0.0.1:PORT")]
    [InlineData("nats://127.0.0.1:PORT")]
    [InlineData("postgres://127.0.0.1:PORT/shop")]
    public Task OtherProtocol_TenThousandChecks_LeaveNothingOpen(string described) =>
        LeaksNothingAsync(
            () => RawSite.Start(async visit =>
            {
                // NATS waits to be spoken to, the others speak first.
                if (!described.StartsWith("nats", StringComparison.Ordinal))
                    await visit.ReadSomeAsync();
                await visit.SendAsync("\u0001 is no protocol\r\n\r\n");
            }),
            described, FailureKind.Protocol, checks: 10_000, closing: AtOnce);

    [Theory]
    [InlineData("/shop.Orders", null)]
    [InlineData("/shop.Nobody", FailureKind.Body)]
    public async Task Grpc_TenThousandChecks_LeaveNothingOpen(string path, FailureKind? kind)
    {
        await using var server = await GrpcServer.StartAsync();
        server.Health.SetStatus("shop.Orders", HealthCheckResponse.Types.ServingStatus.Serving);
        await LeaksNothingAsync(() => null, $"grpc://127.0.0.1:{server.Port}{path}", kind, checks: 10_000, closing: AtOnce);
    }

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("https://127.0.0.1:PORT/")]
    [InlineData("tls://127.0.0.1:PORT")]
    [InlineData("""{"url":"tcp://127.0.0.1:PORT","send":"x","expect":"x"}""")]
    public async Task Hang_ManyChecks_LeaveNothingOpen(string described)
    {
        await HangAsync(described, AtOnce);
        var before = OpenFiles();
        await HangAsync(described, Checks);
        Assert.InRange(OpenFiles(), 0, before + 10);
    }

    [Theory]
    [InlineData(0, FailureKind.Body)]
    [InlineData(3, FailureKind.Dns)]
    [InlineData(-1, FailureKind.Refused)]
    public async Task DnsCheck_ManyChecks_LeaveNothingOpen(int code, FailureKind kind)
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: code == 0 ? 1 : 0, code: code).A("10.0.0.7"));
        var described = $$"""{"url":"dns://127.0.0.1:{{(code < 0 ? "PORT" : server.Port)}}/shop.example","expect":"10.0.0.1"}""";
        await LeaksNothingAsync(() => null, described, kind);
    }

    [Fact]
    public async Task ConnectTimeout_ManyChecks_LeaveNothingOpen()
    {
        using var full = FullPort.Open();
        await LeaksNothingAsync(() => null, $"tcp://127.0.0.1:{full.Port}", FailureKind.ConnectTimeout, TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("https://localhost:PORT/")]
    [InlineData("tls://localhost:PORT")]
    public async Task Tls_ManyChecks_LeaveNothingOpen(string described)
    {
        using var certificates = new Certificates(TimeProvider.System.GetUtcNow());
        var expired = certificates.Expired();
        await LeaksNothingAsync(() => RawSite.Answering("", expired), described, FailureKind.Tls);
    }

    /// <param name="closing">How many may still be about to close, as some close behind a check's back.</param>
    private static async Task LeaksNothingAsync(Func<RawSite?> open, string described, FailureKind? kind, TimeSpan? timeout = null, int checks = Checks, int closing = 10)
    {
        // As many first, so that what the runtime opens and keeps for itself, as much as is ever needed at once, is not counted.
        await CheckAsync(open, described, kind, timeout, checks / 2);
        var (before, memory) = (OpenFiles(), GC.GetTotalMemory(forceFullCollection: true));
        var growth = new List<long>();
        while (growth.Count < Rounds)
        {
            await CheckAsync(open, described, kind, timeout, checks / Rounds);
            var after = GC.GetTotalMemory(forceFullCollection: true);
            growth.Add(after - memory);
            memory = after;
        }

        Assert.InRange(OpenFiles(), 0, before + closing);
        // What leaks grows with every round; the runtime's pools grow in the one that needs more at once than any before.
        Assert.True(growth.Min() < 1_000_000 / Rounds, $"memory grew by {string.Join(", ", growth)} bytes");
    }

    private static async Task CheckAsync(Func<RawSite?> open, string described, FailureKind? kind, TimeSpan? timeout, int checks)
    {
        var site = open();
        var spec = Probe.Spec(described.Replace("PORT", $"{site?.Port ?? Ports.Free()}", StringComparison.Ordinal));
        await Parallel.ForEachAsync(Enumerable.Range(0, checks), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
            Assert.Equal(kind, (await Probe.RunAsync(spec, timeout)).Failure?.Kind));
        if (site is not null)
            await site.DisposeAsync();
    }

    /// <summary>Lets time run out for a hundred checks at a time, once the other side has heard of each.</summary>
    private static async Task HangAsync(string described, int checks)
    {
        using var heard = new SemaphoreSlim(0);
        var time = new ManualTime();
        var probe = new Probe(time: time);
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            heard.Release();
            await visit.HangAsync();
        });
        var spec = probe.Spec(described.Replace("PORT", $"{site.Port}", StringComparison.Ordinal));
        for (var done = 0; done < checks; done += AtOnce)
        {
            var running = Enumerable.Range(0, AtOnce).Select(_ => probe.RunAsync(spec, TimeSpan.FromSeconds(5))).ToArray();
            for (var i = 0; i < AtOnce; i++)
                await heard.WaitAsync(TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromSeconds(5));
            Assert.All(await Task.WhenAll(running), seen => Assert.Equal(FailureKind.Timeout, seen.Failure?.Kind));
        }
    }

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;
}
