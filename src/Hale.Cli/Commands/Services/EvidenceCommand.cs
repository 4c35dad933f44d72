using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class EvidenceCommand : HubVerb
{
    private readonly Argument<string> _id;

    private readonly Option<int> _limit = new("--limit") { Description = "At most so many, newest first", HelpName = "N", DefaultValueFactory = _ => 5 };

    public EvidenceCommand(Terminal terminal)
        : base(terminal, "evidence", "Show what a service's failed checks saw, newest first", "hale services evidence shop-api --limit 1")
    {
        _id = Needs("ID", "The service's id");
        Add(_limit);
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var page = await AllAsync(hub.EvidenceAsync(given.GetRequiredValue(_id), cancel), given.GetValue(_limit), cancel);
        Output.Write(given, page, WireJson.Default.PageEvidenceView, screen => screen.Table(
            ["at", "failure", "what was seen"],
            page.Items.Select(each => (string[])[Screen.Time(each.At), Screen.Text(each.Failure), Screen.Text(Seen(each))])));
        return Exit.Ok;
    }

    private static string Seen(EvidenceView evidence)
    {
        var steps = string.Join('\n', evidence.Steps);
        return evidence.Answer is { } answer ? $"{steps}\n\n{answer}" : steps;
    }
}
