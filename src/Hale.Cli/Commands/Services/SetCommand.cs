using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class SetCommand : HubVerb
{
    private readonly Argument<string> _id;
    private readonly BodyPart _body;
    private readonly Option<string?>[] _texts;
    private readonly Option<string[]> _dependsOn;
    private readonly Option<string[]> _label;
    private readonly Option<bool?> _critical = new("--critical")
    {
        Description = "Whether its being down makes the project unhealthy",
        HelpName = "true|false",
    };

    private readonly SettingsPart _settings;

    public SetCommand(Terminal terminal)
        : base(
            terminal, "set", "Declare a service, or change some of its fields",
            "hale services set shop-api --project shop --name api --check http://api:8080/health --interval 10s",
            "hale services set shop-api --degraded-above 500ms --depends-on postgres",
            "hale services set shop-api --file shop-api.yaml")
    {
        Note = "With --file the description is replaced whole; with options alone the other fields of an existing service stay as they are.";
        _id = Needs("ID", "The service's id");
        _body = Use(new BodyPart(terminal));
        _texts =
        [
            Takes("--check", "URL", "What to ask: https://…, tcp://host:port"),
            Takes("--project", "ID", "The project; one that is not there is made"),
            Takes("--name", "NAME", "The name within the project"),
            Takes("--type", "TYPE", "Such as api, web, database; follows from the check where it is not given"),
        ];
        _dependsOn = TakesMany("--depends-on", "ID", "A service that it needs; may be given several times");
        _label = TakesMany("--label", "NAME=VALUE", "A label; may be given several times");
        Add(_critical);
        _settings = Use(new SettingsPart());
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var (body, etag) = await _body.ReadAsync(given, () => hub.ServiceAsync(id, cancel), WireJson.Default.ServiceView);
        Fill(given, body);
        GetCommand.Show(Output, given, await hub.PutServiceAsync(id, body, etag, cancel));
        return Exit.Ok;
    }

    private void Fill(ParseResult given, JsonObject body)
    {
        foreach (var option in _texts)
            if (given.GetValue(option) is { } text)
                body[option.Name[2..]] = text;
        if (given.GetValue(_dependsOn) is { Length: > 0 } needed)
            body["depends_on"] = new JsonArray([.. needed.Select(each => (JsonNode)each)]);
        if (given.GetValue(_label) is { Length: > 0 } labels)
            body["labels"] = BodyPart.Pairs("--label", labels);
        if (given.GetValue(_critical) is { } critical)
            body["critical"] = critical;
        _settings.Fill(given, body);
    }
}
