using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

/// <summary><c>pause</c> and <c>resume</c>.</summary>
internal sealed class PauseCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly bool _pause;

    public PauseCommand(Terminal terminal, bool pause)
        : base(
            terminal, pause ? "pause" : "resume", pause ? "Stop checking a service until somebody resumes it" : "Check a paused service again",
            $"hale services {(pause ? "pause" : "resume")} shop-api")
    {
        _pause = pause;
        _id = Needs("ID", "The service's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var service = _pause ? await hub.PauseAsync(id, cancel) : await hub.ResumeAsync(id, cancel);
        GetCommand.Show(Output, given, service);
        return Exit.Ok;
    }
}
