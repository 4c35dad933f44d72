using System.CommandLine;
using System.Globalization;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class HistoryCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<int?> _points = new("--points") { Description = "At most so many points [default: 300]", HelpName = "N" };

    public HistoryCommand(Terminal terminal)
        : base(terminal, "history", "Show a service's latency and status over time", "hale services history shop-api --from 24h --points 24")
    {
        _id = Needs("ID", "The service's id");
        _from = Takes("--from", "TIME", "A time (RFC 3339), or a duration back from now [default: 1h]");
        _to = Takes("--to", "TIME", "The same [default: now]");
        Add(_points);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var history = await hub.HistoryAsync(
            given.GetRequiredValue(_id), given.GetValue(_from), given.GetValue(_to), given.GetValue(_points) ?? (Output.ForPeople(given) ? 30 : null), cancel);
        Output.Write(given, history, WireJson.Default.HistoryView, screen => screen.Table(
            ["at", "status", "checks", "failures", "avg", "p95", "max"],
            history.Points.Select(point => (string[])[
                Screen.Time(point.At), Screen.Status(point.Status), point.Checks.ToString(CultureInfo.InvariantCulture),
                point.Failures.ToString(CultureInfo.InvariantCulture), Screen.Milliseconds(point.LatencyMs?.Avg), Screen.Milliseconds(point.LatencyMs?.P95),
                Screen.Milliseconds(point.LatencyMs?.Max)])));
        return Exit.Ok;
    }
}
