using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Monitoring;

internal sealed class StartCommand : ControlVerb
{
    private readonly Option<string?> _url;
    private readonly SettingsPart _settings;

    public StartCommand(Terminal terminal)
        : base(terminal, "start", "Start to monitor a deployment by its URL", "hale monitoring start shop production --url https://shop.example.com")
    {
        _url = Takes("--url", "URL", "Where it is; without a path /health is asked. Not needed for a target that has one");
        _settings = Use(new SettingsPart());
        Share();
    }

    protected override string Done => "is monitored";

    protected override Task<ControlView> ControlAsync(HaleClient hub, string project, string target, ParseResult given, CancellationToken cancel)
    {
        var body = new JsonObject();
        if (given.GetValue(_url) is { } url)
            body["url"] = url;
        _settings.Fill(given, body);
        return hub.StartMonitoringAsync(project, target, body, cancel);
    }
}
