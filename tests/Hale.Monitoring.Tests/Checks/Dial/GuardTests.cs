using System.Net;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dial;

/// <summary>Checks that somebody from elsewhere described, and where they must not go.</summary>
public sealed class GuardTests
{
    private static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");

    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("169.254.0.1", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("64:ff9b::a9fe:a9fe", true)]
    [InlineData("fe80::1", true)]
    [InlineData("febf::1", true)]
    [InlineData("fd00:ec2::254", true)]
    [InlineData("fd20:ce::254", true)]
    [InlineData("100.100.100.200", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("192.0.0.192", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("169.253.255.255", false)]
    [InlineData("169.255.0.0", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("fd00:ec2::253", false)]
    [InlineData("fec0::1", false)]
    public void Denies_LinkLocalAndMetadataOnly(string address, bool denied) => Assert.Equal(denied, Guard.Denies(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://169.254.169.254/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("tcp://169.254.169.254:80")]
    [InlineData("tls://169.254.169.254:443")]
    [InlineData("dns://169.254.169.253/example.com")]
    [InlineData("icmp://169.254.169.254")]
    [InlineData("postgres://169.254.169.254/db")]
    [InlineData("redis://169.254.169.254")]
    [InlineData("nats://169.254.169.254")]
    [InlineData("grpc://169.254.169.254:50051/")]
    [InlineData("""{"url":"http://169.254.169.254/","http_version":"2"}""")]
    [InlineData("""{"url":"http://example.com/","proxy":"http://169.254.169.254:3128"}""")]
    [InlineData("""{"type":"ai","url":"http://169.254.169.254/v1","model":"m"}""")]
    [InlineData("""{"url":"fly://shop/a1","token":"t","api":"http://169.254.169.254"}""")]
    public async Task Guarded_EveryKind_IsBlockedBeforeItConnects(string described)
    {
        var probe = new Probe();
        var failure = (await probe.RunAsync(probe.Spec(described) with { Guarded = true })).Failure;
        Assert.Equal("hard Blocked", failure?.Kind());
        Assert.EndsWith("is a link-local or metadata address; only services of hale.yaml may ask one", failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://metadata.example/")]
    [InlineData("tcp://metadata.example:80")]
    [InlineData("icmp://metadata.example")]
    public async Task Guarded_NameThatLeadsThere_IsBlocked(string described)
    {
        var probe = new Probe(resolver: new(TimeProvider.System, _ => Task.FromResult<IPAddress[]>([Metadata])));
        Assert.Equal("hard Blocked", (await probe.RunAsync(probe.Spec(described) with { Guarded = true })).Failure?.Kind());
    }

    [Fact]
    public async Task Guarded_NameWithAnAllowedAddressToo_GoesThereOnly()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        var probe = new Probe(resolver: new(TimeProvider.System, _ => Task.FromResult<IPAddress[]>([Metadata, IPAddress.Loopback])));
        var seen = await probe.RunAsync(probe.Spec($"http://mixed.example:{site.Port}/") with { Guarded = true });
        Assert.Equal((null, IPAddress.Loopback), (seen.Failure, seen.Address));
    }

    [Fact]
    public async Task Guarded_RedirectThere_IsBlocked()
    {
        await using var site = RawSite.Answering(RawSite.Answer(302, "", "Location: http://169.254.169.254/latest/\r\n"));
        var probe = new Probe();
        Assert.Equal("hard Blocked", (await probe.RunAsync(probe.Spec(site.Url()) with { Guarded = true })).Failure?.Kind());
    }

    [Fact]
    public async Task NotGuarded_LinkLocal_IsAsked() =>
        Assert.NotEqual(FailureKind.Blocked, (await new Probe().RunAsync("tcp://169.254.169.254:80", timeout: Probe.Hasty)).Failure?.Kind);
}
