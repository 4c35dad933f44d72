using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class ListCommand : HubVerb
{
    private readonly Option<string?> _project;
    private readonly Option<string?> _status;
    private readonly Option<string?> _type;
    private readonly Option<string?> _label;
    private readonly Option<string?> _text;
    private readonly Option<int?> _limit = new("--limit") { Description = "At most so many [default: all]", HelpName = "N" };

    public ListCommand(Terminal terminal)
        : base(terminal, "list", "List services and how they are", "hale services list --status down", "hale services list --project shop --output json")
    {
        _project = Takes("--project", "ID", "Of one project");
        _status = Takes("--status", "STATUS", "With one status: up, degraded, down or unknown");
        _type = Takes("--type", "TYPE", "Of one type, such as api");
        _label = Takes("--label", "NAME=VALUE", "With one label");
        _text = Takes("--query", "TEXT", "With this text in id or name", "-q");
        _status.AcceptOnlyFromAmong("up", "degraded", "down", "unknown");
        Add(_limit);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var filter = new ServiceFilter
        {
            Project = given.GetValue(_project),
            Status = given.GetValue(_status),
            Type = given.GetValue(_type),
            Label = given.GetValue(_label),
            Text = given.GetValue(_text),
        };
        var page = await AllAsync(hub.ServicesAsync(filter, cancel), given.GetValue(_limit), cancel);
        Output.Write(given, page, WireJson.Default.PageServiceView, screen => screen.Table(
            ["id", "status", "latency", "since", "message"],
            page.Items.Select(service => (string[])[
                Screen.Text(service.Id), Screen.Status(service.Paused ? "paused" : service.Health.Status), Screen.Milliseconds(service.Health.LatencyMs),
                Screen.Time(service.Health.Since), Screen.Text(Because(service.Health))])));
        return Exit.Ok;
    }

    /// <summary>What to say of a service that is not simply well.</summary>
    internal static string? Because(HealthView health) =>
        health.Cause is { } cause ? $"{cause} is down{(health.Message is { } text ? $"; {text}" : "")}" : health.Message;
}
