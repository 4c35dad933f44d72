using System.Text.Json.Nodes;

namespace Hale.Monitoring.Checks.Host;

/// <summary>What this machine may use; null for any.</summary>
internal sealed record HostCheckOptions : ICheckOptions
{
    /// <summary>Of all its processors together.</summary>
    /// <value>Default: null. Allowed: 1 to 100.</value>
    public int? MaxCpuPercent { get; init; }

    /// <summary>Of its memory, and of its limit where this hub runs in a container.</summary>
    /// <value>Default: null. Allowed: 1 to 100.</value>
    public int? MaxMemoryPercent { get; init; }

    /// <summary>How full the disk may be.</summary>
    /// <value>Default: null. Allowed: 1 to 100.</value>
    public int? MaxDiskPercent { get; init; }

    /// <summary>A path on the disk that is looked at.</summary>
    /// <value>Default: null, the system's disk.</value>
    public string? Disk { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "host";

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "host", ["url"] = HostCheck.Url };
        if (MaxCpuPercent is { } cpu)
            described["max_cpu_percent"] = cpu;
        if (MaxMemoryPercent is { } memory)
            described["max_memory_percent"] = memory;
        if (MaxDiskPercent is { } full)
            described["max_disk_percent"] = full;
        if (Disk is { } disk)
            described["disk"] = disk;
        return described;
    }
}
