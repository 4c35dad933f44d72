using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class ListCommand : HubVerb
{
    public ListCommand(Terminal terminal) : base(terminal, "list", "List projects", "hale projects list") => Share();

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.ProjectsAsync(cancel), null, cancel);
        Output.Write(given, page, WireJson.Default.PageProjectView, screen => screen.Table(
            ["id", "name", "targets", "declared by"],
            page.Items.Select(project => (string[])[
                Screen.Text(project.Id), Screen.Text(project.Name), Screen.Text(string.Join(", ", project.Targets)), Screen.Text(project.ManagedBy)])));
        return Exit.Ok;
    }
}
