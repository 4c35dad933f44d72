using System.Globalization;

namespace Hale.Health.Resources;

/// <summary>
/// The control group at the root of what this process sees. On a machine that is the whole machine, which has no limits; in a container it is the
/// container's own. Both versions of control groups.
/// </summary>
internal sealed class LinuxContainer(string root)
{
    /// <summary>Above this, version 1 means "no limit": it has no word for it.</summary>
    private const long NoLimit = 1L << 60;

    private readonly bool _second = File.Exists(Path.Combine(root, "cgroup.controllers"));

    /// <summary>The limits; null when there are none.</summary>
    public ContainerLimits? Limits()
    {
        var (memory, processors) = _second
            ? (Number("memory.max"), Quota(Text("cpu.max")?.Split(' ')))
            : (Number("memory/memory.limit_in_bytes"), Quota([Text("cpu/cpu.cfs_quota_us") ?? "", Text("cpu/cpu.cfs_period_us") ?? ""]));
        if (memory is >= NoLimit)
            memory = null;
        return memory is null && processors is null ? null : new(processors, memory, Used());
    }

    /// <summary>Processor time used so far; null where it is not counted.</summary>
    public TimeSpan? Cpu() => _second
        ? Stat("cpu.stat", "usage_usec") is { } microseconds ? TimeSpan.FromMicroseconds(microseconds) : null
        : Number("cpuacct/cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / 100) : null;

    /// <summary>Without what was read from files and can be dropped at once.</summary>
    private long Used() => _second
        ? (Number("memory.current") ?? 0) - (Stat("memory.stat", "inactive_file") ?? 0)
        : (Number("memory/memory.usage_in_bytes") ?? 0) - (Stat("memory/memory.stat", "total_inactive_file") ?? 0);

    private static double? Quota(string[]? parts) =>
        parts is [var quota, var period] && Parse(quota) is > 0 and var time && Parse(period) is > 0 and var of ? (double)time / of : null;

    private long? Number(string file) => Parse(Text(file));

    private long? Stat(string file, string key) =>
        Parse(Text(file)?.Split('\n').FirstOrDefault(line => line.StartsWith(key + " ", StringComparison.Ordinal))?[(key.Length + 1)..]);

    private string? Text(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, file)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? Parse(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
