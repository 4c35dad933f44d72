using System.Diagnostics;
using System.Globalization;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dns;

/// <summary>A real resolver: dnsmasq, with records of every type.</summary>
public sealed class DnsmasqTests : IAsyncLifetime
{
    private static readonly Probe Probe = new();
    private readonly int _port = Ports.Free();
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hale-dns-");
        var configuration = Path.Combine(folder.FullName, "dnsmasq.conf");
        await File.WriteAllTextAsync(configuration, string.Create(CultureInfo.InvariantCulture, $"""
            port={_port}
            listen-address=127.0.0.1
            bind-interfaces
            no-resolv
            no-hosts
            edns-packet-max=512
            pid-file=
            local=/shop.test/
            host-record=db.shop.test,10.0.0.7,2001:db8::7
            cname=www.shop.test,db.shop.test
            mx-host=shop.test,mail.shop.test,10
            srv-host=_sip._udp.shop.test,db.shop.test,5060,5,10
            txt-record=shop.test,v=spf1 -all
            txt-record=long.shop.test,{string.Join(',', Enumerable.Repeat(new string('x', 180), 5))}
            caa-record=shop.test,0,issue,letsencrypt.org
            dns-rr=shop.test,2,{Convert.ToHexString(DnsWire.Name("ns.shop.test"))}
            dns-rr=shop.test,6,{Convert.ToHexString([.. DnsWire.Name("ns.shop.test"), .. DnsWire.Name("host.shop.test"), .. DnsWire.Numbers(0, 7, 0, 1200, 0, 120, 0, 600, 0, 60)])}

            """));
        var start = new ProcessStartInfo("dnsmasq", ["--keep-in-foreground", "--user=", "--group=", "--log-facility=-", $"--conf-file={configuration}"]);
        start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
        _server = await ServerProcess.StartAsync(start, "dnsmasq-base", folder, () => ServerProcess.ListensAsync(_port));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("db.shop.test?type=A", "10.0.0.7")]
    [InlineData("db.shop.test?type=AAAA", "2001:db8::7")]
    [InlineData("www.shop.test?type=A", "10.0.0.7")]
    [InlineData("www.shop.test?type=CNAME", "db.shop.test")]
    [InlineData("shop.test?type=MX", "10 mail.shop.test")]
    [InlineData("_sip._udp.shop.test?type=SRV", "5 10 5060 db.shop.test")]
    [InlineData("shop.test?type=TXT", "v=spf1 -all")]
    [InlineData("shop.test?type=CAA", "0 issue \\\"letsencrypt.org\\\"")]
    [InlineData("10.0.0.7?type=PTR", "db.shop.test")]
    [InlineData("shop.test?type=SOA", "ns.shop.test host.shop.test 7 1200 120 600 60")]
    [InlineData("shop.test?type=NS", "ns.shop.test")]
    public async Task Record_IsFound(string question, string expect)
    {
        var seen = await Probe.RunAsync($$"""{"url":"dns://127.0.0.1:{{_port}}/{{question}}","expect":"{{expect}}"}""");
        Assert.True(seen.Success, seen.Failure?.Message);
    }

    [Fact]
    public async Task LongAnswer_ComesOverTcp()
    {
        var seen = await Probe.RunAsync($"dns://127.0.0.1:{_port}/long.shop.test?type=TXT");
        Assert.True(seen.Success, seen.Failure?.Message);
        Assert.NotNull(seen.Phases.ConnectMs);
    }

    [Theory]
    [InlineData("none.shop.test", "NXDOMAIN")]
    [InlineData("db.shop.test?type=MX", "has no MX record")]
    [InlineData("elsewhere.example", "REFUSED")]
    public async Task NoRecord_IsHardDns(string question, string told)
    {
        var failure = await Probe.FailAsync($"dns://127.0.0.1:{_port}/{question}");
        Assert.Equal("hard Dns", failure.Kind());
        Assert.Contains(told, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FrozenThenThawedThenStopped_IsTold()
    {
        var url = $"dns://127.0.0.1:{_port}/db.shop.test";
        await _server.FreezeAsync();
        Assert.Equal("hard Timeout", (await Probe.FailAsync(url, Probe.Hasty)).Kind());
        await _server.ThawAsync();
        Assert.True((await Probe.RunAsync(url)).Success);
        await _server.KillAsync();
        Assert.Equal("hard Refused", (await Probe.FailAsync(url)).Kind());
    }
}
