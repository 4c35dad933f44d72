using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class DeleteCommand : HubVerb
{
    private readonly Argument<string> _id;

    public DeleteCommand(Terminal terminal) : base(terminal, "delete", "Remove a project", "hale projects delete shop")
    {
        _id = Needs("ID", "The project's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        await hub.DeleteProjectAsync(id, cancel: cancel);
        await Terminal.Error.WriteLineAsync($"project {id} is removed");
        return Exit.Ok;
    }
}
