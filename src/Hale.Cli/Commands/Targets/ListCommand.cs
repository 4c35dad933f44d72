using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Targets;

internal sealed class ListCommand : HubVerb
{
    private readonly Argument<string> _project;

    public ListCommand(Terminal terminal) : base(terminal, "list", "List a project's targets and how they are", "hale targets list shop")
    {
        _project = Needs("PROJECT", "The project's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.TargetsAsync(given.GetRequiredValue(_project), cancel), null, cancel);
        Output.Write(given, page, WireJson.Default.PageTargetView, screen => screen.Table(
            ["target", "status", "health", "response", "url", "message"],
            page.Items.Select(target => (string[])[
                Screen.Text($"{target.Project}:{target.Id}"), Screen.Status(target.Status), Screen.Status(target.Health.Status),
                Screen.Milliseconds(target.Health.ResponseTimeMs), Screen.Text(target.Url), Screen.Text(target.Health.Message)])));
        return Exit.Ok;
    }
}
