using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class SetCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly BodyPart _body;
    private readonly Option<string?> _name;
    private readonly Option<string?> _primary;
    private readonly Option<string[]> _label;

    public SetCommand(Terminal terminal)
        : base(
            terminal, "set", "Declare a project, or change some of its fields", "hale projects set shop --name Shop --label team=core",
            "hale projects set shop --file shop.yaml")
    {
        Note = "With --file the description is replaced whole; with options alone the other fields of an existing project stay as they are.";
        _id = Needs("ID", "The project's id");
        _body = Use(new BodyPart(terminal));
        _name = Takes("--name", "NAME", "The name");
        _primary = Takes("--primary-target", "ID", "The target that stands for the project");
        _label = TakesMany("--label", "NAME=VALUE", "A label; may be given several times");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var (body, etag) = await _body.ReadAsync(given, () => hub.ProjectAsync(id, cancel), WireJson.Default.ProjectView);
        if (given.GetValue(_name) is { } name)
            body["name"] = name;
        if (given.GetValue(_primary) is { } primary)
            body["primary_target"] = primary;
        if (given.GetValue(_label) is { Length: > 0 } labels)
            body["labels"] = BodyPart.Pairs("--label", labels);
        GetCommand.Show(Output, given, await hub.PutProjectAsync(id, body, etag, cancel));
        return Exit.Ok;
    }
}
