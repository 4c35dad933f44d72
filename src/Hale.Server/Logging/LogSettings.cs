namespace Hale.Server.Logging;

/// <summary>How the hub logs.</summary>
internal sealed record LogSettings
{
    /// <summary>The monitor's category: its level can be set by itself.</summary>
    public const string Monitor = "Hale.HealthMonitor";

    private static readonly Dictionary<string, LogLevel> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["warn"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["critical"] = LogLevel.Critical,
        ["none"] = LogLevel.None,
    };

    /// <summary>JSON lines rather than text.</summary>
    public bool Json { get; init; }

    /// <summary>Debug lines too, of every category of Hale's.</summary>
    public bool Debug { get; init; }

    /// <summary>Levels by category, or by the beginning of one that ends before a dot; these win over everything else.</summary>
    public IReadOnlyDictionary<string, LogLevel> Levels { get; init; } = new Dictionary<string, LogLevel>();

    /// <summary>Reads levels such as <c>Hale.HealthMonitor=debug,Microsoft=warning</c>; false, with what is wrong, when they can't be read.</summary>
    public static bool TryReadLevels(string? text, out IReadOnlyDictionary<string, LogLevel> levels, out string? problem)
    {
        var read = new Dictionary<string, LogLevel>(StringComparer.Ordinal);
        (levels, problem) = (read, null);
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sign = part.IndexOf('=');
            if (sign > 0 && Words.TryGetValue(part[(sign + 1)..].Trim(), out var level))
            {
                read[part[..sign].Trim()] = level;
                continue;
            }

            problem = $"found \"{part}\"; allowed: category=level, level one of trace, debug, info, warning, error, critical, none";
            return false;
        }

        return true;
    }
}
