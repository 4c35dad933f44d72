using System.Collections.Concurrent;
using System.Globalization;
using Hale.Health.Resources;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Host;

/// <summary>Looks at this machine: processors, memory, disk, network. Processors and network are means since the check before.</summary>
internal sealed class HostCheck(TimeProvider time) : ICheck
{
    public const string Url = "host://";

    private readonly Lazy<MachineMeter> _meter = new(() => new MachineMeter(time));

    // A file system that does not answer holds up whoever asks: one thread, not one per check.
    private readonly ConcurrentDictionary<string, Lazy<Task<DiskUse>>> _asked = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Kind => "host";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["host"];

    /// <inheritdoc/>
    public string About => "This machine's CPU, memory, disk and network";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, Url),
        new("max_cpu_percent", OptionShape.Number, "More is a failure; any by default") { Least = 1, Most = 100 },
        new("max_memory_percent", OptionShape.Number, "More is a failure; any by default") { Least = 1, Most = 100 },
        new("max_disk_percent", OptionShape.Number, "A fuller disk is a failure; any by default") { Least = 1, Most = 100 },
        new("disk", OptionShape.Text, "A path on the disk to look at; the system's disk by default"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) => HostCheckRules.Read(fields, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var visit = new Visit(time, "this machine", 0);
        visit.OutOfTime = () => new(FailureKind.Timeout, $"this machine could not be looked at within {Durations.Format(timeout)}", Soft: true);
        return visit.RunAsync(cancel => LookAsync((HostCheckOptions)options, visit, cancel), timeout, stopping);
    }

    private async Task<Failure?> LookAsync(HostCheckOptions options, Visit visit, CancellationToken cancel)
    {
        var disk = await DiskAsync(options.Disk ?? DiskUse.SystemPath, cancel);
        var use = await _meter.Value.ReadAsync(cancel);
        visit.Answered = true;
        Tell(use, visit);
        var limits = new Limits();
        limits.Percent("CPU", use.CpuPercent, options.MaxCpuPercent);
        limits.Percent("memory", use.MemoryPercent, options.MaxMemoryPercent);
        if (use.Container is { } container)
            Judge(container, options, limits);
        if (disk.Use is not { } full)
            return disk.Failure;
        Tell(full, visit);
        limits.Percent($"the disk of {full.Path}", full.Percent, options.MaxDiskPercent);
        return limits.Failure;
    }

    /// <summary>In a container its limits count, too: there it is stopped by them, however idle the machine.</summary>
    private static void Judge(ContainerUse container, HostCheckOptions options, Limits limits)
    {
        if (container.CpuPercent is { } cpu)
            limits.Percent("CPU of the container", cpu, options.MaxCpuPercent);
        if (container.MemoryPercent is { } memory)
            limits.Percent("memory of the container", memory, options.MaxMemoryPercent);
    }

    private static void Tell(MachineUse use, Visit visit)
    {
        visit.Details["cpu_percent"] = Limits.Rounded(use.CpuPercent);
        visit.Details["memory_percent"] = Limits.Rounded(use.MemoryPercent);
        visit.Details["memory_mb"] = Limits.Rounded(use.MemoryBytes / Limits.Megabyte);
        visit.Details["received_mbps"] = Limits.Rounded(use.ReceivedMbps);
        visit.Details["sent_mbps"] = Limits.Rounded(use.SentMbps);
        visit.Trace.Note(string.Create(CultureInfo.InvariantCulture, $"CPU {use.CpuPercent:0.#} % of {Environment.ProcessorCount} processors"));
        visit.Trace.Note(string.Create(
            CultureInfo.InvariantCulture, $"memory {use.MemoryPercent:0.#} %: {Sizes.Format(use.MemoryBytes)} of {Sizes.Format(use.MemoryTotalBytes)}"));
        visit.Trace.Note(string.Create(CultureInfo.InvariantCulture, $"network {use.ReceivedMbps:0.##} Mbps received, {use.SentMbps:0.##} Mbps sent"));
        if (use.Container?.CpuPercent is { } cpu)
            visit.Details["container_cpu_percent"] = Limits.Rounded(cpu);
        if (use.Container?.MemoryPercent is { } memory)
            visit.Details["container_memory_percent"] = Limits.Rounded(memory);
    }

    private static void Tell(DiskUse disk, Visit visit)
    {
        visit.Details["disk"] = disk.Path;
        visit.Details["disk_percent"] = Limits.Rounded(disk.Percent);
        visit.Details["disk_free_mb"] = Limits.Rounded(disk.FreeBytes / Limits.Megabyte);
        visit.Trace.Note(string.Create(CultureInfo.InvariantCulture, $"disk of {disk.Path} {disk.Percent:0.#} % full, {Sizes.Format(disk.FreeBytes)} free"));
    }

    private async Task<(DiskUse? Use, Failure? Failure)> DiskAsync(string path, CancellationToken cancel)
    {
        var asked = _asked.GetOrAdd(path, each => new(() => Task.Run(() => DiskUse.Of(each), CancellationToken.None)));
        try
        {
            return (await asked.Value.WaitAsync(cancel), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, new(FailureKind.Resource, $"how full the disk of {path} is can't be read: {Reason(error)}"));
        }
        finally
        {
            if (asked.Value.IsCompleted)
                _asked.TryRemove(KeyValuePair.Create(path, asked));
        }
    }

    private static string Reason(Exception error) => error switch
    {
        DriveNotFoundException or FileNotFoundException or DirectoryNotFoundException => "there is no such path",
        UnauthorizedAccessException => "this hub may not look at it",
        _ => "the system refuses",
    };
}
