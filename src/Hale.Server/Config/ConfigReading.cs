using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Config;

/// <summary>What a declaration file says; pure data, the same for the hub and for <c>hale config check</c>.</summary>
/// <param name="FileName">The file's name as people are told it, without its folder.</param>
/// <param name="Declarations">What to watch; null when there are findings.</param>
/// <param name="Hub">The hub's settings as far as they could be read.</param>
/// <param name="Findings">Everything that is wrong, by line; empty for a good file.</param>
internal sealed record ConfigReading(string FileName, FileDeclarations? Declarations, FileSettings Hub, IReadOnlyList<Problem> Findings)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool Good => Declarations is not null;

    /// <summary>The findings as a person reads them, one line each.</summary>
    public IEnumerable<string> Lines => Findings.Select(finding => Finding.Line(finding, FileName));
}

/// <summary>The hub's own settings as the file gives them; null where it doesn't.</summary>
internal sealed record FileSettings(
    string? Id = null, string? Urls = null, string? Data = null, string? Log = null, string? Environment = null, bool? Debug = null, TimeSpan? Interval = null,
    string? LogLevels = null, HubLoad? Load = null, string? ReferenceTargets = null, bool? AllowExec = null, long? MaxDisk = null, int? MaxSeries = null,
    string? Postgres = null)
{
    /// <summary>A file that sets nothing.</summary>
    public static readonly FileSettings None = new();
}

/// <summary>How a finding is told: <c>hale.yaml:7:5: projects.shop.services.api.intervall: unknown key; did you mean interval? allowed: …</c>.</summary>
internal static class Finding
{
    /// <summary>One line, without its end.</summary>
    public static string Line(Problem problem, string fileName)
    {
        var place = problem.At is { } at ? $"{fileName}:{at.Line}:{at.Column}" : fileName;
        return problem.Path.Length == 0 ? $"{place}: {problem.Message}" : $"{place}: {problem.Path}: {problem.Message}";
    }
}
