using System.CommandLine;
using System.Globalization;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class ResourcesCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _from;
    private readonly Option<string?> _to;
    private readonly Option<int?> _points = new("--points") { Description = "At most so many points [default: 300]", HelpName = "N" };

    public ResourcesCommand(Terminal terminal)
        : base(terminal, "resources", "Show what a host, process or container uses over time", "hale services resources shop-host --from 24h --points 24")
    {
        _id = Needs("ID", "The service's id");
        _from = Takes("--from", "TIME", "A time (RFC 3339), or a duration back from now [default: 1h]");
        _to = Takes("--to", "TIME", "The same [default: now]");
        Add(_points);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var used = await hub.ResourcesAsync(
            given.GetRequiredValue(_id), given.GetValue(_from), given.GetValue(_to), given.GetValue(_points) ?? (Output.ForPeople(given) ? 30 : null), cancel);
        Output.Write(given, used, WireJson.Default.ResourcesView, screen => screen.Table(
            ["at", "cpu", "cpu max", "memory", "disk", "received", "sent"],
            used.Points.Select(point => (string[])[
                Screen.Time(point.At), Screen.Percent(point.CpuPercent?.Avg), Screen.Percent(point.CpuPercent?.Max), Amount(point.MemoryMb, "MB"),
                Screen.Percent(point.DiskPercent?.Avg), Amount(point.ReceivedMbps, "Mbps"), Amount(point.SentMbps, "Mbps")])));
        return Exit.Ok;
    }

    private static string Amount(FigureView? figure, string unit) =>
        figure is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{figure.Avg:0.##} {unit}");
}
