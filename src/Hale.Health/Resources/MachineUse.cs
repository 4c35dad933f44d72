namespace Hale.Health.Resources;

/// <summary>What a machine uses. Rates are means over the time since the reading before.</summary>
/// <param name="CpuPercent">Of all its processors together, 0 to 100.</param>
/// <param name="MemoryBytes">What is not available to a program that starts now.</param>
/// <param name="ReceivedMbps">Megabits per second, over all network devices but loopback.</param>
internal sealed record MachineUse(double CpuPercent, long MemoryBytes, long MemoryTotalBytes, double ReceivedMbps, double SentMbps)
{
    /// <summary>What the container that this process runs in uses of its limits; null outside of one, or in one without limits.</summary>
    public ContainerUse? Container { get; init; }

    public double MemoryPercent => Share.Of(MemoryBytes, MemoryTotalBytes);
}

/// <summary>What a container uses of what it may; null where it has no limit.</summary>
/// <param name="CpuPercent">Of the processor time that it is given.</param>
/// <param name="MemoryBytes">Without what the kernel can take back at once.</param>
internal sealed record ContainerUse(double? CpuPercent, long? MemoryBytes, long? MemoryLimitBytes)
{
    public double? MemoryPercent => MemoryBytes is { } used && MemoryLimitBytes is { } limit ? Share.Of(used, limit) : null;
}

/// <summary>How full the file system is that a path lies on.</summary>
/// <param name="FreeBytes">What this process could still write.</param>
/// <param name="Percent">As <c>df</c> has it: used, of what is used or free.</param>
internal sealed record DiskUse(string Path, long TotalBytes, long FreeBytes, double Percent)
{
    /// <summary>The file system that the operating system lies on.</summary>
    public static string SystemPath => OperatingSystem.IsWindows() ? System.IO.Path.GetPathRoot(Environment.SystemDirectory)! : "/";

    /// <exception cref="IOException">There is no such path, or it can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static DiskUse Of(string path)
    {
        var drive = new DriveInfo(path);
        var used = drive.TotalSize - drive.TotalFreeSpace;
        return new(path, drive.TotalSize, drive.AvailableFreeSpace, Share.Of(used, used + drive.AvailableFreeSpace));
    }
}

/// <summary>A part of a whole in percent.</summary>
internal static class Share
{
    public static double Of(double part, double whole) => whole > 0 ? Math.Clamp(100 * part / whole, 0, 100) : 0;
}
