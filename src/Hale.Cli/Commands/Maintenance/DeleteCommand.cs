using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Maintenance;

internal sealed class DeleteCommand : HubVerb
{
    private readonly Argument<string> _id;

    public DeleteCommand(Terminal terminal)
        : base(terminal, "delete", "Remove a window of maintenance: uptime is then as if there had been none", "hale maintenance delete database-move")
    {
        _id = Needs("ID", "The window's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        await hub.DeleteMaintenanceAsync(id, cancel: cancel);
        await Terminal.Error.WriteLineAsync($"window of maintenance {id} is removed");
        return Exit.Ok;
    }
}
