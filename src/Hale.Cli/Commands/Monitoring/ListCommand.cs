using System.CommandLine;
using Hale.Client;

namespace Hale.Cli.Commands.Monitoring;

internal sealed class ListCommand : HubVerb
{
    public ListCommand(Terminal terminal) : base(terminal, "list", "List the running monitors", "hale monitoring list") => Share();

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var view = await hub.MonitoredAsync(cancel);
        Output.Write(given, view, WireJson.Default.MonitoringView, _ => Array.ForEach([.. view.Monitored], Terminal.Output.WriteLine));
        return Exit.Ok;
    }
}
