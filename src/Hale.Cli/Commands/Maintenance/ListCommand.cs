using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Maintenance;

internal sealed class ListCommand : HubVerb
{
    private readonly Option<string?> _state;
    private readonly Option<string?> _of;

    public ListCommand(Terminal terminal)
        : base(terminal, "list", "List windows of maintenance", "hale maintenance list --state active", "hale maintenance list --of shop-api")
    {
        _state = Takes("--state", "STATE", "Only those that are active, planned or over");
        _of = Takes("--of", "ID", "Only those of a service, or of a target: project:target");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.MaintenanceAsync(given.GetValue(_state), given.GetValue(_of), cancel), null, cancel);
        Output.Write(given, page, WireJson.Default.PageMaintenanceView, screen => screen.Table(
            ["id", "state", "from", "to", "of", "title"],
            page.Items.Select(window => (string[])[
                Screen.Text(window.Id), Screen.Text(window.State), Screen.Time(window.NextFrom ?? window.From), Screen.Time(window.NextTo ?? window.To),
                Screen.Text(GetCommand.Of(window)), Screen.Text(window.Title)])));
        return Exit.Ok;
    }
}
