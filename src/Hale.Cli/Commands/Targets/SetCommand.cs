using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Targets;

internal sealed class SetCommand : HubVerb
{
    private readonly Argument<string> _project;
    private readonly Argument<string> _target;
    private readonly BodyPart _body;
    private readonly Option<string?> _url;
    private readonly Option<string?> _process;
    private readonly Option<string[]> _header;
    private readonly SettingsPart _settings;

    public SetCommand(Terminal terminal)
        : base(
            terminal, "set", "Declare a target, or change some of its fields", "hale targets set shop production --url https://shop.example.com --interval 30s")
    {
        Note = "With --file the description is replaced whole; with options alone the other fields of an existing target stay as they are.";
        _project = Needs("PROJECT", "The project's id");
        _target = Needs("TARGET", "The target's id, such as production");
        _body = Use(new BodyPart(terminal));
        _url = Takes("--url", "URL", "Where it is; without a path it is a base URL and /health is asked");
        _process = Takes("--process-name", "NAME", "The process whose resources belong to it");
        _header = TakesMany("--header", "HEADER", "A header to send, \"Name: value\"; may be given several times");
        _settings = Use(new SettingsPart());
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (project, target) = (given.GetRequiredValue(_project), given.GetRequiredValue(_target));
        var (body, etag) = await _body.ReadAsync(given, () => hub.TargetAsync(project, target, cancel), WireJson.Default.TargetView);
        if (given.GetValue(_url) is { } url)
            body["url"] = url;
        if (given.GetValue(_process) is { } process)
            body["process_name"] = process;
        if (given.GetValue(_header) is { Length: > 0 } headers)
            body["headers"] = QuestionPart.Headers(headers);
        _settings.Fill(given, body);
        GetCommand.Show(Output, given, await hub.PutTargetAsync(project, target, body, etag, cancel));
        return Exit.Ok;
    }
}
