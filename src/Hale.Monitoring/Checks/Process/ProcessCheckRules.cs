using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Process;

/// <summary>Reads and checks a process check's description.</summary>
internal static class ProcessCheckRules
{
    public const string Scheme = "process://";

    private const int LongestName = 200;

    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static ProcessCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        var options = new ProcessCheckOptions
        {
            Name = Name(fields),
            PidFile = PidFile(fields),
            MaxCpuPercent = fields.Int("max_cpu_percent", 1, 100_000),
            MaxMemory = fields.Size("max_memory"),
        };
        if (problems.All.Count == found && options is { Name: null, PidFile: null })
            problems.Add(fields.PathOf("url"), "is missing; needed: process:// and a program's name, or a pid_file", fields.At);
        return problems.All.Count > found ? null : options;
    }

    private static string? Name(Fields fields)
    {
        if (fields.Text("url") is not { } url)
            return null;
        if (url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && url[Scheme.Length..].TrimEnd('/') is { Length: > 0 and <= LongestName } name && IsName(name))
            return name;
        fields.Wrong("url", fields.Raw("url")!, "process:// and a program's name without its path, such as process://nginx");
        return null;
    }

    private static bool IsName(string name) => !name.Contains('/', StringComparison.Ordinal) && !name.Any(char.IsControl) && name.Trim() == name;

    private static string? PidFile(Fields fields)
    {
        if (fields.Text("pid_file") is not { } path)
            return null;
        if (Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal))
            return path;
        fields.Wrong("pid_file", fields.Raw("pid_file")!, "a whole path such as /run/nginx.pid");
        return null;
    }
}
