using System.Globalization;

namespace Hale.Bench.History;

/// <summary>How much is measured.</summary>
internal sealed record Options
{
    public const string Usage = """
        usage: bench/history [options]

          --services N   for the hub of many services; default 10000
          --hours H      of its life, twice; default 24
          --days D       for one service asked about; default 30
          --postgres     in a PostgreSQL that is started for it, instead of a file of SQLite
          --metrics      samples of metrics instead of results
          --series N     for the metrics of a fleet, over --hours, twice; default 4000
          --markdown     the table as docs/performance.md has it

        Results are synthetic: checks every 30 s that start up to some milliseconds late, latencies around 20 ms with a spread of 0.15 to 0.5, slower by day,
        some far slower, a rare outage. Everything goes through the hub's own room and the database, written durably a second at a time.
        Exit code 1 when a figure is short of what must hold, 3 for usage.
        """;

    public int Services { get; private init; } = 10_000;

    public int Hours { get; private init; } = 24;

    public int Days { get; private init; } = 30;

    public bool Postgres { get; private init; }

    public int Series { get; private init; } = 4_000;

    public bool Metrics { get; private init; }

    public bool Markdown { get; private init; }

    /// <summary>Null when the arguments can't be used, or help was asked for.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--markdown")
                options = options with { Markdown = true };
            else if (args[i] == "--postgres")
                options = options with { Postgres = true };
            else if (args[i] == "--metrics")
                options = options with { Metrics = true };
            else if (i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number) && number > 0 && options.With(args[i], number) is { } next)
                (options, i) = (next, i + 1);
            else
                return null;
        }

        return options;
    }

    private Options? With(string name, int number) => name switch
    {
        "--services" => this with { Services = number },
        "--hours" => this with { Hours = number },
        "--days" => this with { Days = number },
        "--series" => this with { Series = number },
        _ => null,
    };
}
