namespace Hale.Server.Series;

/// <summary>A figure that checks of a host, a process or a container measure.</summary>
/// <param name="Name">As <c>details</c> and the API have it.</param>
/// <param name="Metric">The series that it becomes, in base units.</param>
/// <param name="Unit">How much of the series' unit is one of the API's.</param>
internal sealed record Resource(string Name, string Metric, double Unit)
{
    private const double Percent = 0.01;
    private const double Mebibyte = 1024 * 1024;
    private const double Megabit = 1_000_000 / 8;

    public static readonly Resource Cpu = new("cpu_percent", "hale_resource_cpu_ratio", Percent);
    public static readonly Resource Memory = new("memory_mb", "hale_resource_memory_bytes", Mebibyte);
    public static readonly Resource MemoryShare = new("memory_percent", "hale_resource_memory_ratio", Percent);
    public static readonly Resource Disk = new("disk_percent", "hale_resource_disk_ratio", Percent);
    public static readonly Resource DiskFree = new("disk_free_mb", "hale_resource_disk_free_bytes", Mebibyte);
    public static readonly Resource Received = new("received_mbps", "hale_resource_network_receive_bytes_per_second", Megabit);
    public static readonly Resource Sent = new("sent_mbps", "hale_resource_network_transmit_bytes_per_second", Megabit);

    /// <summary>All that are measured.</summary>
    public static readonly IReadOnlyList<Resource> All =
    [
        Cpu, Memory, MemoryShare, Disk, DiskFree, Received, Sent,
        new("container_cpu_percent", "hale_resource_container_cpu_ratio", Percent),
        new("container_memory_percent", "hale_resource_container_memory_ratio", Percent),
        new("count", "hale_resource_processes", 1),
        new("processes", "hale_resource_processes", 1),
        new("restarts", "hale_resource_restarts_total", 1),
    ];

    /// <summary>From the API's unit to the series'. Rounded as far as that of a figure with two places goes, so that it is as short again.</summary>
    public double ToSeries(double figure) => Unit > 1 ? figure * Unit : Math.Round(figure * Unit, 4);

    /// <summary>From the series' unit to the API's.</summary>
    public double ToFigure(double value) => Math.Round(value / Unit, 3);
}
