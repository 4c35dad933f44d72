using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class DeleteCommand : HubVerb
{
    private readonly Argument<string> _id;

    public DeleteCommand(Terminal terminal) : base(terminal, "delete", "Remove a service with its history", "hale services delete shop-api")
    {
        _id = Needs("ID", "The service's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        await hub.DeleteServiceAsync(id, cancel: cancel);
        await Terminal.Error.WriteLineAsync($"service {id} is removed");
        return Exit.Ok;
    }
}
