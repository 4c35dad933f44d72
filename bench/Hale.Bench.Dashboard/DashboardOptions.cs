using System.Globalization;

namespace Hale.Bench.Dashboard;

/// <summary>What to measure.</summary>
internal sealed record DashboardOptions
{
    public const string Usage =
        """
        Measures the dashboard in a real Chromium on a real hub, on loopback, and prints what was measured beside what it must be.

        bench/dashboard [options]
          --services N     how many services the hub has (10000)
          --changes N      of how many of them the status changes each second (300)
          --dashboards N   how many other dashboards are open (50)
          --duration S     how long the hub and the scrolling are counted (20)
          --hour S         how long the tab is open, in simulated seconds (3600)
          --loads N        how often the page is opened (7)
          --only PARTS     of load, follow, scroll and stay, separated by commas (all)
          --json FILE      the numbers for machines
          --markdown       as a table for documents

        Exit code: 0, 1 when something was lost, 2 when it could not be measured, 3 for usage.
        """;

    private static readonly string[] Parts = ["load", "follow", "scroll", "stay"];

    public int Services { get; init; } = 10_000;

    public int Changes { get; init; } = 300;

    public int Dashboards { get; init; } = 50;

    public double Duration { get; init; } = 20;

    public int Hour { get; init; } = 3_600;

    public int Loads { get; init; } = 7;

    public IReadOnlyList<string> Only { get; init; } = Parts;

    public string? Json { get; init; }

    public bool Markdown { get; init; }

    /// <summary>Null when the arguments can't be used, or help was asked for.</summary>
    public static DashboardOptions? Parse(IReadOnlyList<string> arguments)
    {
        DashboardOptions? options = new();
        for (var i = 0; options is not null && i < arguments.Count; i++)
            options = arguments[i] == "--markdown" ? options with { Markdown = true } : i + 1 < arguments.Count ? options.With(arguments[i], arguments[++i]) : null;
        return options;
    }

    private DashboardOptions? With(string name, string value)
    {
        var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : (int?)null;
        return (name, number) switch
        {
            ("--services", >= 100) => this with { Services = parsed },
            ("--changes", not null) => this with { Changes = parsed },
            ("--dashboards", not null) => this with { Dashboards = parsed },
            ("--duration", not null) => this with { Duration = parsed },
            ("--hour", not null) => this with { Hour = parsed },
            ("--loads", not null) => this with { Loads = parsed },
            ("--only", _) when value.Split(',').All(Parts.Contains) => this with { Only = value.Split(',') },
            ("--json", _) => this with { Json = value },
            _ => null,
        };
    }
}
