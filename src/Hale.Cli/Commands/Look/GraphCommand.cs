using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Look;

internal sealed class GraphCommand : HubVerb
{
    private readonly Option<string?> _project;

    public GraphCommand(Terminal terminal) : base(terminal, "graph", "Show what depends on what", "hale graph --project shop")
    {
        _project = Takes("--project", "ID", "Of one project");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var graph = await hub.GraphAsync(given.GetValue(_project), cancel);
        var needs = graph.Edges.ToLookup(edge => edge.From, edge => edge.To);
        Output.Write(given, graph, WireJson.Default.GraphView, screen => screen.Table(
            ["id", "status", "depends on", "cause"],
            graph.Nodes.Select(node => (string[])[
                Screen.Text(node.Id), Screen.Status(node.Status), Screen.Text(string.Join(", ", needs[node.Id])), Screen.Text(node.Cause)])));
        return Exit.Ok;
    }
}
