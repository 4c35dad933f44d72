using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Look;

internal sealed class ExplainCommand : HubVerb
{
    private readonly Argument<string> _id;

    public ExplainCommand(Terminal terminal)
        : base(terminal, "explain", "Say why a service is what it is: the rule, what was seen, what stands behind it, what changed before", "hale explain shop-api")
    {
        _id = Needs("ID", "The service's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var view = await hub.ExplainAsync(given.GetRequiredValue(_id), cancel);
        Output.Write(given, view, WireJson.Default.ExplanationView, screen => Show(screen, view));
        return Exit.Ok;
    }

    private static void Show(Screen screen, ExplanationView view)
    {
        foreach (var sentence in view.Sentences)
            screen.Line(Screen.Text(sentence));
        if (view.Changes.Count > 0)
            screen.Table(
                ["changed", "service", "field", "before", "after", "by"],
                view.Changes.SelectMany(change => change.Fields.DefaultIfEmpty(new("not known", null, null, false)), (change, field) => (string[])[
                    Screen.Time(change.At), Screen.Text(change.ServiceId), Screen.Text(field.Field), Screen.Text(field.Secret ? "***" : field.Before),
                    Screen.Text(field.Secret ? "***" : field.After), Screen.Text(change.DeclaredAt ?? change.ManagedBy)]));
    }
}
