namespace Hale.Monitoring;

/// <summary>Reads what this machine and its processes use. Derive from it to read something else, such as a remote agent.</summary>
public abstract class ResourceMonitor
{
    /// <summary>What the machine uses now.</summary>
    public abstract ResourceMetrics GetSystemMetrics();

    /// <summary>What the processes of that name use together.</summary>
    /// <param name="processName">The program's name, without a path.</param>
    /// <returns>Null when there is none: that is no error.</returns>
    public abstract ResourceMetrics? GetProcessMetrics(string processName);
}

/// <summary>What a machine, or processes of it, use.</summary>
/// <param name="CpuUsagePercent">Of a machine: of all its processors together, 0 to 100. Of processes: 100 is one processor, so it may be more.</param>
/// <param name="MemoryUsageMb">In units of 1024 × 1024 bytes. Of a machine: what is not available to other programs. Of processes: what they hold in memory.</param>
/// <param name="DiskUsagePercent">How full the system's disk is; 0 for processes.</param>
/// <param name="NetworkIoMbps">Megabits per second, received and sent; 0 for processes.</param>
public sealed record ResourceMetrics(double CpuUsagePercent = 0, double MemoryUsageMb = 0, double DiskUsagePercent = 0, double NetworkIoMbps = 0);
