using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Monitoring;

internal sealed class CheckCommand : ControlVerb
{
    public CheckCommand(Terminal terminal) : base(terminal, "check", "Have the hub check a target now", "hale monitoring check shop production") => Share();

    protected override string Done => "is checked";

    protected override Task<ControlView> ControlAsync(HaleClient hub, string project, string target, ParseResult given, CancellationToken cancel) =>
        hub.CheckTargetAsync(project, target, cancel);
}
