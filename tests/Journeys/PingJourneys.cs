using System.Diagnostics;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary><c>hale check icmp://…</c> on a network of its own, where hosts fall silent and ways end.</summary>
public sealed class PingJourneys
{
    [Fact]
    public async Task Host_ThatFallsSilent_TimesOut()
    {
        var (code, said) = await InItsOwnNetworkAsync("ip link set lo up; echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all", "icmp://127.0.0.1", timeout: "300ms");

        Assert.NotEqual(0, code);
        Assert.Contains("no echo from 127.0.0.1 within 300ms (slow response)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithoutAWay_IsUnreachable()
    {
        var (code, said) = await InItsOwnNetworkAsync("ip link set lo up", "icmp://192.0.2.1");

        Assert.NotEqual(0, code);
        Assert.Contains("there is no way to 192.0.2.1 (network unreachable)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_WithoutTheRight_SaysHowItIsGiven()
    {
        var (code, said) = await InItsOwnNetworkAsync(
            "ip link set lo up; echo '1 0' > /proc/sys/net/ipv4/ping_group_range", "icmp://127.0.0.1", "setpriv --bounding-set -net_raw --inh-caps -net_raw");

        Assert.NotEqual(0, code);
        Assert.Contains("net.ipv4.ping_group_range", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_WithoutBeingRoot_WorksWhereTheKernelAllowsIt()
    {
        var (code, said) = await InItsOwnNetworkAsync(
            "ip link set lo up; echo '0 2147483647' > /proc/sys/net/ipv4/ping_group_range", "icmp://127.0.0.1", "setpriv --bounding-set -net_raw --inh-caps -net_raw");

        Assert.True(code == 0, said);
    }

    private static async Task<(int Code, string Said)> InItsOwnNetworkAsync(string prepare, string url, string by = "", string timeout = "30s")
    {
        var hale = string.Join(' ', HaleProgram.Command.Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("unshare", ["-n", "sh", "-c", $"{prepare}; exec {by} {hale} check {url} --degraded-above 10m --timeout {timeout}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var said = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, string.Concat(said));
    }
}
