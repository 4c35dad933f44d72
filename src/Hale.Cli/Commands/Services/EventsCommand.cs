using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class EventsCommand : HubVerb
{
    private readonly Argument<string> _id;

    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, newest first", HelpName = "N", DefaultValueFactory = _ => 50 };

    public EventsCommand(Terminal terminal)
        : base(terminal, "events", "Show a service's changes of status, newest first", "hale services events shop-api --limit 10")
    {
        _id = Needs("ID", "The service's id");
        Add(_limit);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.EventsAsync(given.GetRequiredValue(_id), cancel), given.GetValue(_limit), cancel);
        Output.Write(given, page, WireJson.Default.PageEventView, screen => screen.Table(
            ["at", "from", "to", "why", "message"],
            page.Items.Select(step => (string[])[
                Screen.Time(step.At), Screen.Status(step.From), Screen.Status(step.To), Screen.Text(step.Why),
                Screen.Text(step.Cause is { } cause ? $"{cause} is down; {step.Message}" : step.Message)])));
        return Exit.Ok;
    }
}
