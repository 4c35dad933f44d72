using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Targets;

internal sealed class DeleteCommand : HubVerb
{
    private readonly Argument<string> _project;
    private readonly Argument<string> _target;

    public DeleteCommand(Terminal terminal) : base(terminal, "delete", "Remove a target with its history", "hale targets delete shop staging")
    {
        _project = Needs("PROJECT", "The project's id");
        _target = Needs("TARGET", "The target's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (project, target) = (given.GetRequiredValue(_project), given.GetRequiredValue(_target));
        await hub.DeleteTargetAsync(project, target, cancel: cancel);
        await Terminal.Error.WriteLineAsync($"target {project}:{target} is removed");
        return Exit.Ok;
    }
}
