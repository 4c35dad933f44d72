using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Monitoring;

internal sealed class StopCommand : ControlVerb
{
    public StopCommand(Terminal terminal)
        : base(terminal, "stop", "Stop a monitor; one that does not run is no error", "hale monitoring stop shop production") => Share();

    protected override string Done => "is not monitored";

    protected override Task<ControlView> ControlAsync(HaleClient hub, string project, string target, ParseResult given, CancellationToken cancel) =>
        hub.StopMonitoringAsync(project, target, cancel);
}
