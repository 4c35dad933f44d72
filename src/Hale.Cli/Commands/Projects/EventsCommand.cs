using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Projects;

internal sealed class EventsCommand : HubVerb
{
    private readonly Argument<string> _id;

    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, newest first", HelpName = "N", DefaultValueFactory = _ => 50 };

    public EventsCommand(Terminal terminal)
        : base(terminal, "events", "Show what changed in a project, newest first", "hale projects events shop --limit 10")
    {
        _id = Needs("ID", "The project's id");
        Add(_limit);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.ProjectEventsAsync(given.GetRequiredValue(_id), cancel), given.GetValue(_limit), cancel);
        Output.Write(given, page, WireJson.Default.PageEventView, screen => screen.Table(
            ["at", "service", "from", "to", "message"],
            page.Items.Select(step => (string[])[
                Screen.Time(step.At), step.ServiceId ?? "", Screen.Status(step.From), Screen.Status(step.To), Screen.Text(step.Message)])));
        return Exit.Ok;
    }
}
