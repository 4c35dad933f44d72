using System.Globalization;

namespace Hale.Health.Resources;

/// <summary>Linux: <c>/proc</c>. A process may end while it is looked at; then it is not there.</summary>
internal sealed class LinuxProcesses(string proc = "/proc") : IProcesses
{
    /// <summary>The kernel's clock for user programs; the same on every machine that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>The kernel keeps so much of a name.</summary>
    private const int NameLength = 15;

    public IReadOnlyList<ProcessCount> Named(string name, bool versions)
    {
        var found = new List<ProcessCount>();
        var uptime = Uptime();
        foreach (var folder in Directory.EnumerateDirectories(proc))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var id)
                && Read(id) is { } stat && Means(stat, name, versions) && Count(stat, uptime) is { } count)
                found.Add(count);
        return found;
    }

    public (ProcessCount Count, IReadOnlyList<string> Names)? Of(int id) =>
        Read(id) is { } stat && Count(stat, Uptime()) is { } count ? (count, Program(id) is { } program ? [stat.Name, program] : [stat.Name]) : null;

    /// <summary>By the name that the kernel keeps, cut as it is, or by that of the program's file.</summary>
    private bool Means(Stat stat, string name, bool versions)
    {
        if (stat.Name.Length < NameLength)
            return ProcessNames.Mean(name, stat.Name, versions) || (Program(stat.Id) is { } file && ProcessNames.Mean(name, file, versions));
        var program = Program(stat.Id);
        return ProcessNames.Mean(name, program ?? "", versions)
            || (name.StartsWith(stat.Name, StringComparison.Ordinal) && (program is null || !program.StartsWith(stat.Name, StringComparison.Ordinal)));
    }

    /// <summary>The file name of its program; null when that may not be seen, or it is the kernel's own.</summary>
    private string? Program(int id)
    {
        try
        {
            var target = new FileInfo(Path.Combine(proc, Text(id), "exe")).LinkTarget;
            return target is null ? null : Path.GetFileName(target.EndsWith(" (deleted)", StringComparison.Ordinal) ? target[..^10] : target);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Stat? Read(int id)
    {
        if (ReadFile(id, "stat") is not { } text)
            return null;
        // The name stands in parentheses and may hold some itself.
        var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
        var rest = text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length < 20 || rest[0] is "Z" or "X" or "x" ? null : new(id, text[(open + 1)..close], rest);
    }

    private ProcessCount? Count(Stat stat, double uptime)
    {
        if (ReadFile(stat.Id, "statm")?.Split(' ') is not [_, var resident, ..])
            return null;
        var started = stat.Number(19);
        return new(
            stat.Id, started, TimeSpan.FromSeconds((stat.Number(11) + stat.Number(12)) / TicksPerSecond),
            long.Parse(resident, CultureInfo.InvariantCulture) * Environment.SystemPageSize,
            TimeSpan.FromSeconds(Math.Max(0, uptime - started / TicksPerSecond)));
    }

    private double Uptime() => double.Parse(File.ReadAllText(Path.Combine(proc, "uptime")).Split(' ')[0], CultureInfo.InvariantCulture);

    private string? ReadFile(int id, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(proc, Text(id), file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);

    /// <param name="Rest">What follows the name: state, parent, …</param>
    private sealed record Stat(int Id, string Name, string[] Rest)
    {
        public long Number(int at) => long.Parse(Rest[at], CultureInfo.InvariantCulture);
    }
}
