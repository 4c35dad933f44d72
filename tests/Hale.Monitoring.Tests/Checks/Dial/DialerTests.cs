using System.Net;
using System.Net.Sockets;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dial;

/// <summary>Names with several addresses, and the resolver's limits.</summary>
public sealed class DialerTests
{
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task Connect_FirstAddressRefuses_TheSecondIsUsed()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync(), address: Second);
        var seen = await Two().RunAsync($"tcp://shop.example:{site.Port}");
        Assert.True(seen.Success);
        Assert.Contains(seen.Evidence, step => step.StartsWith($"connected to 127.0.0.2:{site.Port}", StringComparison.Ordinal));
        Assert.Contains(seen.Evidence, step => step.StartsWith("resolved shop.example to 127.0.0.1, 127.0.0.2 in ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_FirstAddressIsSilent_TheSecondStartsSoon()
    {
        using var full = FullPort.Open();
        await using var site = RawSite.Start(visit => visit.HangAsync(), address: Second, port: full.Port);
        Assert.True((await Two().RunAsync($"tcp://shop.example:{full.Port}")).Success);
    }

    [Fact]
    public async Task Connect_AllRefuse_IsRefused() => Assert.Equal("hard Refused", (await Two().FailAsync($"tcp://shop.example:{Ports.Free()}")).Kind());

    [Fact]
    public async Task Connect_OneRefusesTheOtherIsSilent_IsConnectTimeout()
    {
        using var full = FullPort.Open();
        Assert.Equal("hard ConnectTimeout", (await Two().FailAsync($"tcp://shop.example:{full.Port}", Probe.Hasty * 2)).Kind());
    }

    [Fact]
    public async Task Connect_NameHasNoAddress_IsDns() =>
        Assert.Equal("hard Dns", (await new Probe(resolver: new Resolver(TimeProvider.System, _ => Task.FromResult<IPAddress[]>([]))).FailAsync("tcp://shop.example:1")).Kind());

    [Fact]
    public async Task Resolve_SameNameWithinASecond_AsksOnceAndAgainLater()
    {
        var asked = 0;
        var answer = new TaskCompletionSource<IPAddress[]>();
        var time = new ManualTime();
        var resolver = new Resolver(time, _ =>
        {
            asked++;
            return answer.Task;
        });
        var cancel = TestContext.Current.CancellationToken;
        var both = new[] { resolver.ResolveAsync("a", cancel), resolver.ResolveAsync("A", cancel) };
        answer.SetResult([Second]);
        await Task.WhenAll(both);
        time.Advance(TimeSpan.FromSeconds(0.9));
        await resolver.ResolveAsync("a", cancel);
        Assert.Equal(1, asked);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await resolver.ResolveAsync("a", cancel);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Resolve_NameThatNobodyKnew_IsAskedForAgainAtOnce()
    {
        var asked = 0;
        var resolver = new Resolver(new ManualTime(), _ => ++asked == 1 ? throw new SocketException() : Task.FromResult<IPAddress[]>([Second]));
        var cancel = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<SocketException>(() => resolver.ResolveAsync("a", cancel));
        Assert.Equal([Second], await resolver.ResolveAsync("a", cancel));
    }

    [Theory]
    [InlineData(SocketError.ConnectionRefused, FailureKind.Refused)]
    [InlineData(SocketError.HostUnreachable, FailureKind.Unreachable)]
    [InlineData(SocketError.NetworkUnreachable, FailureKind.Unreachable)]
    [InlineData(SocketError.AccessDenied, FailureKind.Unreachable)]
    [InlineData(SocketError.TimedOut, FailureKind.ConnectTimeout)]
    [InlineData(SocketError.ConnectionReset, FailureKind.Reset)]
    [InlineData(SocketError.TooManyOpenSockets, FailureKind.Internal)]
    [InlineData(SocketError.AddressNotAvailable, FailureKind.Internal)]
    public void Connecting_EachError_HasItsKindAndIsHard(SocketError error, FailureKind kind)
    {
        var failure = Faults.Connecting(error, new(Second, 80));
        Assert.Equal(kind, failure.Kind);
        Assert.False(failure.Soft);
        Assert.Contains(kind == FailureKind.Internal ? "this machine" : "127.0.0.2:80", failure.Message, StringComparison.Ordinal);
    }

    private static Probe Two() => new(resolver: new Resolver(TimeProvider.System, _ => Task.FromResult<IPAddress[]>([IPAddress.Loopback, Second])));
}
