using System.Globalization;

namespace Hale.Bench.Fleet;

/// <summary>What to measure.</summary>
internal sealed record FleetOptions
{
    /// <summary>The name of what is measured.</summary>
    public string Scenario { get; init; } = "steady";

    /// <summary>How many services; one number, or several where the scenario runs with one after another.</summary>
    public IReadOnlyList<int> Services { get; init; } = [200];

    /// <summary>Between the checks of a service, in seconds.</summary>
    public double Interval { get; init; } = 1;

    /// <summary>So many of a hundred services answer 503.</summary>
    public double Failing { get; init; }

    /// <summary>How long is counted, in seconds.</summary>
    public double Duration { get; init; } = 60;

    /// <summary>How long the hub runs before, in seconds.</summary>
    public double WarmUp { get; init; } = 10;

    /// <summary>How many requests ab makes.</summary>
    public int AbRequests { get; init; } = 50_000;

    /// <summary>A file for the numbers.</summary>
    public string? Json { get; init; }

    /// <summary>Whether the table is one for documents.</summary>
    public bool Markdown { get; init; }

    /// <summary>Reads arguments over the defaults of the scenario they name; null when they can't be used, or help was asked for.</summary>
    public static FleetOptions? Parse(IReadOnlyList<string> arguments)
    {
        var pairs = new List<(string Name, string Value)>();
        var markdown = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--markdown")
                markdown = true;
            else if (i + 1 < arguments.Count)
                pairs.Add((arguments[i], arguments[++i]));
            else
                return null;
        }

        var name = pairs.LastOrDefault(pair => pair.Name == "--scenario").Value ?? "steady";
        if (Scenarios.Scenario.Find(name) is not { } scenario)
            return null;
        FleetOptions? options = scenario.Defaults with { Scenario = name, Markdown = markdown };
        foreach (var pair in pairs)
            options = options?.With(pair.Name, pair.Value);
        return options is null || (options.Services.Count > 1 && !scenario.Several) ? null : options;
    }

    private FleetOptions? With(string name, string value)
    {
        var number = double.TryParse(value, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed) && parsed >= 0 ? parsed : (double?)null;
        return (name, number) switch
        {
            ("--scenario", _) => this,
            ("--services", _) when Counts(value) is { } counts => this with { Services = counts },
            ("--interval", >= 1) => this with { Interval = parsed },
            ("--failing", <= 100) => this with { Failing = parsed },
            ("--duration", > 0) => this with { Duration = parsed },
            ("--warm-up", not null) => this with { WarmUp = parsed },
            ("--ab-requests", >= 1) => this with { AbRequests = (int)parsed },
            ("--json", _) => this with { Json = value },
            _ => null,
        };
    }

    private static int[]? Counts(string value)
    {
        var counts = value.Split(',').Select(each => int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0).ToArray();
        return counts.All(count => count > 0) ? counts : null;
    }
}
