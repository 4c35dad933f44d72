using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class GetCommand : HubVerb
{
    private readonly Argument<string> _id;

    public GetCommand(Terminal terminal) : base(terminal, "get", "Show one project", "hale projects get shop")
    {
        _id = Needs("ID", "The project's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        Show(Output, given, await hub.ProjectAsync(given.GetRequiredValue(_id), cancel));
        return Exit.Ok;
    }

    internal static void Show(OutputPart output, ParseResult given, ProjectView project) =>
        output.Write(given, project, WireJson.Default.ProjectView, screen => screen.Pairs(
            ("id", Screen.Text(project.Id)),
            ("name", Screen.Text(project.Name)),
            ("targets", Screen.Text(string.Join(", ", project.Targets))),
            ("primary target", Screen.Text(project.PrimaryTarget)),
            ("labels", Screen.Text(string.Join(", ", project.Labels.Select(label => $"{label.Key}={label.Value}")))),
            ("defaults", project.Defaults.Count == 0 ? null : Screen.Text(project.Defaults.ToJsonString())),
            ("declared by", Screen.Text(project.ManagedBy))));
}
