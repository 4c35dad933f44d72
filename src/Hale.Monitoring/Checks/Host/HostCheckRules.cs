using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Host;

/// <summary>Reads and checks the description of a check of this machine.</summary>
internal static class HostCheckRules
{
    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static HostCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        if (fields.Text("url") is { } url && url is not (HostCheck.Url or "host:"))
            fields.Wrong("url", fields.Raw("url")!, $"{HostCheck.Url}: this machine is the only one that can be looked at so");
        var options = new HostCheckOptions
        {
            MaxCpuPercent = fields.Int("max_cpu_percent", 1, 100),
            MaxMemoryPercent = fields.Int("max_memory_percent", 1, 100),
            MaxDiskPercent = fields.Int("max_disk_percent", 1, 100),
            Disk = fields.Text("disk"),
        };
        if (options.Disk is { } disk && (!Path.IsPathFullyQualified(disk) || disk.Contains('\0', StringComparison.Ordinal)))
            fields.Wrong("disk", fields.Raw("disk")!, "a whole path such as /var/lib");
        return problems.All.Count > found ? null : options;
    }
}
