namespace Hale.Bench.Fleet.Scenarios;

/// <summary>One thing that can be measured.</summary>
/// <param name="Name">As the command line says it.</param>
/// <param name="Tells">What is learned from it.</param>
/// <param name="Defaults">What it runs with where nothing is said.</param>
/// <param name="RunAsync">Runs it in a folder of its own.</param>
/// <param name="Several">Whether it runs with several numbers of services, one after another.</param>
internal sealed record Scenario(
    string Name, string Tells, FleetOptions Defaults, Func<FleetOptions, string, CancellationToken, Task<Report>> RunAsync, bool Several = false)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("steady", "every check counted at nginx: none missed, none doubled, none late", new(), SteadyLoad.RunAsync),
        new("rate", "10,000 checks a second: CPU and bytes per check, beside ab and a naive monitor", new() { Services = [10_000], Duration = 20 }, FullRate.RunAsync),
        new(
            "held", "the most checks a second that are held with none missed",
            new() { Services = [10_000, 15_000, 20_000, 25_000], WarmUp = 30 }, HeldRate.RunAsync, Several: true),
        new(
            "many", "what a whole hub costs that checks 10,000 and 100,000 services every 30 s",
            new() { Services = [10_000, 100_000], Interval = 30, WarmUp = 45 }, WholeHub.RunAsync, Several: true),
        new(
            "start", "how soon after a start everything was checked",
            new() { Services = [10_000, 100_000], Interval = 30 }, FirstRound.RunAsync, Several: true),
        new(
            "hostile", "10,000 good services, alone and among 2,100 that hang, drip, flood and lie",
            new() { Services = [10_000], Interval = 10, WarmUp = 25 }, HostilePeers.RunAsync),
        new("overload", "three times what the machine can do: what is skipped, judged and answered", new() { Services = [75_000], Duration = 30 }, Overload.RunAsync),
        new("tls", "HTTPS with resumed sessions against whole handshakes", new() { Services = [300], Duration = 30 }, ResumedTls.RunAsync),
        new(
            "list", "services declared one by one over the API; the longest list; later starts",
            new() { Services = [10_000], Interval = 30 }, DeclaredServices.RunAsync),
    ];

    public static string Usage { get; } = $"""
        usage: bench/fleet [--scenario NAME] [options]

        {string.Join('\n', All.Select(each => $"  {each.Name,-9} {each.Tells}"))}

          --services N[,N…]  how many are watched
          --interval S       seconds between the checks of each, at least 1
          --failing P        so many of a hundred answer 503
          --duration S       seconds that are counted
          --warm-up S        seconds before that
          --ab-requests N    how many ab makes; default 50000
          --json FILE        writes the numbers, too
          --markdown         prints the table as Markdown

        Exit code 1 when a count is wrong (a check missed, a verdict false), 2 when it could not run, 3 for arguments that can't be used. Slowness is said and
        never fails: other work on the machine is not the hub's fault.
        """;

    public static Scenario? Find(string name) => All.FirstOrDefault(each => each.Name == name);
}
