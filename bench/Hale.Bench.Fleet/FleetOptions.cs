using System.Globalization;

namespace Hale.Bench.Fleet;

/// <summary>What to measure.</summary>
internal sealed record FleetOptions
{
    public const string Usage = """
        usage: bench/fleet [--scenario steady|many] [options]

          steady  a hub watches a real nginx; requests are counted at nginx, CPU per check stands beside that of ab (default)
          many    10,000 services are declared: time to start, time of the list, memory

          --services N      default 200 (steady), 10000 (many)
          --interval S      seconds between checks; default 1 (steady), 30 (many)
          --duration S      seconds that are counted; default 60
          --warm-up S       seconds before that; default 10
          --ab-requests N   default 20000
          --json FILE       writes the numbers, too

        Exit code 1 when checks were missed or doubled, 2 when it could not run. Slowness never fails: other work on the machine is not the hub's fault.
        """;

    public string Scenario { get; private init; } = "steady";

    public int Services { get; private init; } = 200;

    public double Interval { get; private init; } = 1;

    public double Duration { get; private init; } = 60;

    public double WarmUp { get; private init; } = 10;

    public int AbRequests { get; private init; } = 20_000;

    public string? Json { get; private init; }

    /// <summary>Null when the arguments can't be used, or help was asked for.</summary>
    public static FleetOptions? Parse(string[] args)
    {
        var options = args.Contains("many") ? new FleetOptions { Services = 10_000, Interval = 30 } : new FleetOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 >= args.Length || options.With(args[i], args[i + 1]) is not { } next)
                return null;
            options = next;
        }

        return options;
    }

    private FleetOptions? With(string name, string value)
    {
        var number = double.TryParse(value, CultureInfo.InvariantCulture, out var parsed) && parsed > 0 ? parsed : (double?)null;
        return (name, number) switch
        {
            ("--scenario", _) when value is "steady" or "many" => this with { Scenario = value },
            ("--services", { } count) => this with { Services = (int)count },
            ("--interval", { } seconds) => this with { Interval = seconds },
            ("--duration", { } seconds) => this with { Duration = seconds },
            ("--warm-up", { } seconds) => this with { WarmUp = seconds },
            ("--ab-requests", { } count) => this with { AbRequests = (int)count },
            ("--json", _) => this with { Json = value },
            _ => null,
        };
    }
}
