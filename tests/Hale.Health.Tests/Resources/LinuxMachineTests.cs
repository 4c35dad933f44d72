using Hale.Health.Resources;
using Hale.Tests.Kit;

namespace Hale.Health.Tests.Resources;

/// <summary>What Linux tells, from files as it writes them.</summary>
public sealed class LinuxMachineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public LinuxMachineTests()
    {
        Write("proc/stat", "cpu  100 10 50 800 40 0 0 0 70 0\ncpu0 100 10 50 800 40 0 0 0 70 0\nbtime 1\n");
        Write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    250 kB\nBuffers: 1 kB\nCached: 2 kB\n");
        Write("proc/net/dev", Devices("lo: 999 1 0 0 0 0 0 0 999 1", "eth0: 1000 1 0 0 0 0 0 0 200 1", "docker0:5000 1 0 0 0 0 0 0 6000 1"));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Count_Processors_AreBusyUnlessIdleOrWaiting()
    {
        var count = Machine().Count();
        Assert.Equal((160.0, 1000.0), (count.Busy, count.All));
    }

    [Fact]
    public void Count_Traffic_IsThatOfHardwareWhereThereIsSome()
    {
        Assert.Equal((6000, 6200), (Machine().Count().Received, Machine().Count().Sent));
        Directory.CreateDirectory(_folder["sys/class/net/eth0/device"]);
        Assert.Equal((1000, 200), (Machine().Count().Received, Machine().Count().Sent));
    }

    [Fact]
    public void Memory_Used_IsWhatIsNotAvailable() => Assert.Equal((750 * 1024, 1000 * 1024), Machine().Memory());

    [Fact]
    public void Limits_OfAMachine_AreNone()
    {
        Assert.Null(Machine().Limits());
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Assert.Null(Machine().Limits());
    }

    [Fact]
    public void Limits_OfAContainer_InTheFirstVersion()
    {
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n");
        Write("sys/fs/cgroup/memory/memory.usage_in_bytes", "700\n");
        Write("sys/fs/cgroup/memory/memory.stat", "inactive_file 1\ntotal_inactive_file 200\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Write("sys/fs/cgroup/cpuacct/cpuacct.usage", "2000000000\n");
        Assert.Equal(new ContainerLimits(1.5, 1000, 500), Machine().Limits());
        Assert.Equal(TimeSpan.FromSeconds(2), Machine().Count().Container);
    }

    [Theory]
    [InlineData("max 100000", "max", null, null)]
    [InlineData("200000 100000", "max", 2.0, null)]
    [InlineData("max 100000", "1000", null, 1000)]
    public void Limits_OfAContainer_InTheSecondVersion(string cpu, string memory, double? processors, int? bytes)
    {
        Write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        Write("sys/fs/cgroup/cpu.max", cpu + "\n");
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 3000000\nuser_usec 1\n");
        Write("sys/fs/cgroup/memory.max", memory + "\n");
        Write("sys/fs/cgroup/memory.current", "700\n");
        Write("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 200\n");
        Assert.Equal(processors is null && bytes is null ? null : new ContainerLimits(processors, bytes, 500), Machine().Limits());
        Assert.Equal(TimeSpan.FromSeconds(3), Machine().Count().Container);
    }

    [Fact]
    public async Task Meter_BetweenTwoCounts_TellsSharesAndRates()
    {
        Write("sys/fs/cgroup/cgroup.controllers", "cpu memory\n");
        Write("sys/fs/cgroup/cpu.max", "50000 100000\n");
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 0\n");
        var time = new ManualTime();
        var meter = new MachineMeter(time, Machine());
        time.Advance(TimeSpan.FromSeconds(2));
        Write("proc/stat", "cpu  150 10 50 950 40 0 0 0 0 0\n");
        Write("proc/net/dev", Devices("eth0: 2001000 1 0 0 0 0 0 0 1000200 1", "docker0:5000 1 0 0 0 0 0 0 6000 1"));
        Write("sys/fs/cgroup/cpu.stat", "usage_usec 750000\n");

        var use = await meter.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal((25.0, 75.0, 8.0, 4.0), (use.CpuPercent, use.MemoryPercent, use.ReceivedMbps, use.SentMbps));
        Assert.Equal(new ContainerUse(75, null, null), use.Container);
    }

    [Fact]
    public async Task Meter_ADeviceWentAway_TellsNoTraffic()
    {
        var time = new ManualTime();
        var meter = new MachineMeter(time, Machine());
        time.Advance(TimeSpan.FromSeconds(2));
        Write("proc/net/dev", Devices("eth0: 1000 1 0 0 0 0 0 0 200 1"));
        var use = await meter.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0.0, 0.0, 0.0), (use.CpuPercent, use.ReceivedMbps, use.SentMbps));
    }

    private LinuxMachine Machine() => new(_folder["proc"], _folder["sys"]);

    private static string Devices(params string[] lines) => $"Inter-|   Receive  | Transmit\n face |bytes packets|bytes\n{string.Join('\n', lines.Select(line => "  " + line))}\n";

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.WriteAllText(_folder[file], text);
    }
}
