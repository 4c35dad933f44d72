using System.Diagnostics;
using System.Globalization;
using Hale.Health.Resources;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Tests;

/// <summary>What the monitor tells of real processes, beside what the system itself tells.</summary>
public sealed class DefaultResourceMonitorTests
{
    private const double Megabyte = 1024 * 1024;

    // Holds a hundred megabytes of text and burns a processor.
    private const string Hungry = "x=$(head -c 100000000 /dev/zero | tr '\\0' x); while :; do :; done";

    private readonly DefaultResourceMonitor _monitor = new();

    [Fact]
    public async Task Process_BurningAndHoldingMemory_IsTold()
    {
        await using var program = await NamedProgram.ShellAsync(Hungry, Holds);
        using var process = Process.GetProcessById(program.Id);

        _monitor.GetProcessMetrics(program.Name);
        await BurnAsync(process);

        // However slow this machine is: what was used lies between what was used within the reading's span and around it.
        var (outerFrom, outerBegan) = Cpu(process);
        _monitor.GetProcessMetrics(program.Name);
        var (innerFrom, innerBegan) = Cpu(process);
        await BurnAsync(process);
        var (innerTo, innerEnded) = Cpu(process);
        var told = _monitor.GetProcessMetrics(program.Name)!;
        var (outerTo, outerEnded) = Cpu(process);

        var least = 100 * (innerTo - innerFrom) / Elapsed(outerBegan, outerEnded);
        var most = 100 * (outerTo - outerFrom) / Elapsed(innerBegan, innerEnded);
        Assert.InRange(told.CpuUsagePercent, least - 3, most + 3);
        Assert.True(told.CpuUsagePercent > 0, "it burns");
        Assert.InRange(told.MemoryUsageMb, process.WorkingSet64 / Megabyte * 0.9, process.WorkingSet64 / Megabyte * 1.1);
        Assert.Equal((0.0, 0.0), (told.DiskUsagePercent, told.NetworkIoMbps));
    }

    [Fact]
    public async Task Process_SeveralOfOneName_AreSummed()
    {
        var processes = IProcesses.OfThisMachine(TimeProvider.System);
        await using var program = await NamedProgram.ShellAsync("(sleep 1000; :) & (sleep 1000; :) & wait", _ => true);
        while (processes.Named(program.Name, versions: false).Count < 3)
            await Task.Yield();
        Assert.Equal(3, (await new ProcessMeter(TimeProvider.System, () => processes.Named(program.Name, false)).ReadAsync(TestContext.Current.CancellationToken))!.Count);
        Assert.True(_monitor.GetProcessMetrics(program.Name)!.MemoryUsageMb > 0, "three shells hold some memory");
    }

    [Fact]
    public void Process_NoneOfThatName_IsNullWithOneWarning()
    {
        using var book = new LogBook();
        var monitor = new DefaultResourceMonitor(new Logger<DefaultResourceMonitor>(book));
        var name = NamedProgram.SomeName();

        Assert.Null(monitor.GetProcessMetrics(name));
        Assert.Null(monitor.GetProcessMetrics(name));

        var line = Assert.Single(book.Lines);
        Assert.Equal((LogLevel.Warning, $"There is no process named {name}, so there are no metrics of it"), (line.Level, line.Text));
    }

    [Fact]
    public void System_Figures_AreWithinTheirRanges()
    {
        var told = _monitor.GetSystemMetrics();
        Assert.InRange(told.CpuUsagePercent, 0, 100);
        Assert.InRange(told.DiskUsagePercent, 0.01, 100);
        Assert.InRange(told.NetworkIoMbps, 0, double.MaxValue);
    }

    [Fact]
    public void System_Memory_IsWhatTheKernelSays()
    {
        var lines = File.ReadAllLines("/proc/meminfo").Select(line => line.Split(':')).ToDictionary(
            parts => parts[0], parts => double.Parse(parts[1].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024);
        Assert.Equal(lines["MemTotal"] - lines["MemAvailable"], _monitor.GetSystemMetrics().MemoryUsageMb, 0.1 * lines["MemTotal"]);
    }

    /// <summary>What other systems are read with runs here, too.</summary>
    [Fact]
    public async Task Portable_OnThisMachine_TellsAlmostTheSame()
    {
        await using var program = await NamedProgram.ShellAsync(Hungry, Holds);
        var processes = new PortableProcesses(TimeProvider.System);
        var use = await new ProcessMeter(TimeProvider.System, () => processes.Named(program.Name, false)).ReadAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(use);
        Assert.True(use is { Count: 1, CpuPercent: > 0 }, use.ToString());
        Assert.InRange(use.MemoryBytes, 100_000_000, 500_000_000);

        var machine = await new MachineMeter(TimeProvider.System, new PortableMachine(TimeProvider.System)).ReadAsync(TestContext.Current.CancellationToken);
        Assert.InRange(machine.CpuPercent, 0.1, 100);
        Assert.InRange(machine.MemoryBytes, 1, machine.MemoryTotalBytes);
        Assert.Null(processes.Of(int.MaxValue));
        Assert.Equal([program.Name], processes.Of(program.Id)!.Value.Names);
    }

    [Theory]
    [InlineData(10, 10, null)]
    [InlineData(91, 10, "processors at 91 %, more than 90 %")]
    [InlineData(95.25, 97, "processors at 95.3 %, more than 90 %, disk at 97 %, more than 90 %")]
    public async Task Component_AboveALimit_IsDegraded(double cpu, double disk, string? message)
    {
        var result = await new ResourceComponent(new Fixed(new(cpu, 5000, disk, 1))).CheckAsync(TestContext.Current.CancellationToken);
        Assert.Equal((message is null ? Hale.Health.HealthStatus.Healthy : Hale.Health.HealthStatus.Degraded, message), (result.Status, result.Message));
        Assert.Equal(5000.0, result.Details!["memory_usage_mb"]);
    }

    private static bool Holds(int id) => id > 0 && File.ReadAllLines($"/proc/{id}/status").Any(line =>
        line.StartsWith("VmRSS:", StringComparison.Ordinal) && long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) > 100_000_000 / 1024)
        && File.ReadAllText($"/proc/{id}/task/{id}/children").Length == 0;

    /// <summary>Until it has used a second more.</summary>
    private static async Task BurnAsync(Process process)
    {
        for (var from = Cpu(process).Cpu; Cpu(process).Cpu < from + TimeSpan.FromSeconds(1);)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
    }

    private static (TimeSpan Cpu, long At) Cpu(Process process)
    {
        process.Refresh();
        return (process.TotalProcessorTime, TimeProvider.System.GetTimestamp());
    }

    private static TimeSpan Elapsed(long from, long to) => TimeProvider.System.GetElapsedTime(from, to);

    private sealed class Fixed(ResourceMetrics metrics) : ResourceMonitor
    {
        public override ResourceMetrics GetSystemMetrics() => metrics;

        public override ResourceMetrics? GetProcessMetrics(string processName) => null;
    }
}
