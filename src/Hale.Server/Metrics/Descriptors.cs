using System.Globalization;

namespace Hale.Server.Metrics;

/// <summary>The process's open file descriptors, and how many it may have: each connection, file and pipe is one.</summary>
/// <param name="Most">Null where there is no limit, or none is told.</param>
internal readonly record struct Descriptors(int Open, long? Most)
{
    private const string OpenFiles = "/proc/self/fd";
    private const string Limits = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>Whether nine of ten are open.</summary>
    public bool Scarce => Most is { } most && Open >= most / 10 * 9;

    /// <summary>What they are now; null on systems that don't tell.</summary>
    public static Descriptors? Now() => Directory.Exists(OpenFiles)
        ? new(Directory.EnumerateFileSystemEntries(OpenFiles).Count(), Limit(File.Exists(Limits) ? File.ReadAllText(Limits) : ""))
        : null;

    /// <summary>The soft limit as proc(5) tells it; null for <c>unlimited</c>, and where the row is missing.</summary>
    internal static long? Limit(string limits)
    {
        foreach (var line in limits.Split('\n'))
            if (line.StartsWith(Row, StringComparison.Ordinal))
                return long.TryParse(
                    line[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var most)
                    ? most
                    : null;
        return null;
    }
}
