using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Importing;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Data;

internal sealed class ImportCommand : HubVerb
{
    private static readonly IReadOnlyDictionary<string, IImport> Tools =
        new IImport[] { new GatusImport(), new KumaImport(), new BlackboxImport(), new PrometheusImport(), new HealthchecksImport() }.ToDictionary(each => each.Tool);

    private readonly Handing _handing;
    private readonly Argument<string> _file;
    private readonly Option<string?> _from;
    private readonly Option<string?> _modules;
    private readonly Option<string[]> _target;
    private readonly Option<string?> _history;
    private readonly Option<bool> _noCreate;
    private readonly Option<bool> _dryRun;

    public ImportCommand(Terminal terminal)
        : base(
            terminal, "import", "Take over what another tool watches, or what a hub exported", "hale import --from gatus config.yaml --dry-run",
            "hale import --from uptime-kuma kuma.db", "hale import --from prometheus prometheus.yml --modules blackbox.yml", "hale import --from hale monitoring_data.json")
    {
        _handing = new(terminal);
        Note = "What can't be carried over is told on standard error, one line each: ITEM: FIELD: why. To import again changes only what differs,\n"
            + "and adds no result twice.\n"
            + "Exit code: 0 done; 2 the hub refused some of it; 3 the file can't be read.";
        _file = Needs("FILE", "The other tool's file; - reads standard input");
        _from = Takes("--from", "TOOL", $"Whose file it is: hale, {string.Join(", ", Tools.Keys)}");
        _from.Required = true;
        _from.AcceptOnlyFromAmong(["hale", .. Tools.Keys]);
        _modules = Takes("--modules", "FILE", "With prometheus: blackbox_exporter's modules [default: those it is delivered with]");
        _target = TakesMany("--target", "MODULE=TARGET", "With blackbox: what a module is to ask; may be given several times");
        _history = Takes("--history", "FILE", "With gatus: its SQLite database, for the results it keeps");
        _noCreate = Switch("--no-create", "With hale: refuse services and targets that the hub does not have, by name");
        _dryRun = Switch("--dry-run", "Read and tell, and change nothing; of what a hub exported it is the hub that tells");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        Verify(given);
        return given.GetRequiredValue(_from) == "hale" ? await BackAsync(hub, given, cancel) : await OverAsync(hub, given, cancel);
    }

    /// <summary>What a hub exported, back to a hub.</summary>
    private async Task<int> BackAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var summary = await _handing.BackAsync(
            hub, given.GetRequiredValue(_file), new() { Create = !given.GetValue(_noCreate), DryRun = given.GetValue(_dryRun) }, cancel);
        if (Output.ForPeople(given))
            new Screen(Terminal).Line(Screen.Text(Handing.Told(summary, given.GetValue(_dryRun))));
        else
            Output.Write(given, Handing.Json(summary));
        return summary.Refused.Count > 0 ? Exit.Refused : Exit.Ok;
    }

    /// <summary>What another tool watches, with its history.</summary>
    private async Task<int> OverAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (imported, dryRun) = (Read(given), given.GetValue(_dryRun));
        var (services, findings) = new Vetting(Terminal.Checks(Terminal.Time)).Vet(imported);
        foreach (var finding in findings)
            await Terminal.Error.WriteLineAsync(finding.ToString());
        var done = new List<Taken>();
        foreach (var service in services)
            done.Add(dryRun ? new(service, "planned") : await SendAsync(hub, service, cancel));
        var results = await _handing.OverAsync(hub, imported, dryRun, cancel);
        Show(given, done, findings, results);
        return done.Any(each => each.Outcome == "refused") || results?.Refused.Count > 0 ? Exit.Refused : Exit.Ok;
    }

    private void Verify(ParseResult given)
    {
        var tool = given.GetRequiredValue(_from)!;
        foreach (var (option, meant) in new (Option Option, string Tool)[] { (_modules, "prometheus"), (_target, "blackbox"), (_history, "gatus"), (_noCreate, "hale") })
            if (tool != meant && given.GetResult(option) is { Implicit: false })
                throw new UsageException($"{option.Name}: found it with --from {tool}; allowed: with --from {meant}");
    }

    private Imported Read(ParseResult given)
    {
        var tool = given.GetRequiredValue(_from)!;
        var files = new SourceFiles(Terminal, given.GetRequiredValue(_file));
        return Tools[tool].Read(new(files.Main())
        {
            Environment = Terminal.Environment,
            Beside = files.Beside,
            History = given.GetValue(_history) is { } history ? files.Other(history) : null,
            Modules = given.GetValue(_modules) is { } modules ? files.Other(modules) : null,
            Targets = given.GetValue(_target) ?? [],
        });
    }

    private async Task<Taken> SendAsync(HaleClient hub, Vetted vetted, CancellationToken cancel)
    {
        var id = vetted.Service.Id;
        try
        {
            var before = await EtagAsync(hub, id, cancel);
            var now = await hub.PutServiceAsync(id, vetted.Service.Body, before, cancel);
            return new(vetted, before is null ? "created" : before == now.Etag ? "unchanged" : "changed") { HeartbeatUrl = now.HeartbeatUrl };
        }
        catch (HaleException error) when (error is HaleConflictException or HaleInvalidException)
        {
            var why = error is HaleInvalidException { Errors.Count: > 0 } invalid
                ? string.Join("; ", invalid.Errors.SelectMany(field => field.Value, (field, text) => $"{field.Key}: {text}"))
                : error.Message;
            await Terminal.Error.WriteLineAsync($"{vetted.Service.Item}: {id}: refused by the hub: {why}");
            return new(vetted, "refused");
        }
    }

    private static async Task<string?> EtagAsync(HaleClient hub, string id, CancellationToken cancel)
    {
        try
        {
            return (await hub.ServiceAsync(id, cancel)).Etag;
        }
        catch (HaleNotFoundException)
        {
            return null;
        }
    }

    private void Show(ParseResult given, List<Taken> done, IReadOnlyList<ImportFinding> findings, ImportView? results)
    {
        if (Output.ForPeople(given))
        {
            var screen = new Screen(Terminal);
            screen.Table(["id", "outcome", "check", "heartbeat url"], done.Select(each => (string[])[
                Screen.Text(each.Vetted.Service.Id), each.Outcome,
                Screen.Text((string?)each.Vetted.Shown["check"]?["url"] ?? (string?)each.Vetted.Shown["check"]?["type"]), Screen.Text(each.HeartbeatUrl)]));
            if (results is not null)
                screen.Line(Screen.Text(Handing.Told(results, given.GetValue(_dryRun))));
            return;
        }

        var shown = new JsonObject
        {
            ["items"] = new JsonArray([.. done.Select(Item)]),
            ["findings"] = new JsonArray([.. findings.Select(each => new JsonObject { ["item"] = each.Item, ["field"] = each.Field, ["message"] = each.Message })]),
        };
        if (results is not null)
            shown["results"] = Handing.Json(results);
        Output.Write(given, shown);
    }

    private static JsonObject Item(Taken taken)
    {
        var (service, shown) = taken.Vetted;
        var item = new JsonObject { ["id"] = service.Id, ["item"] = service.Item, ["outcome"] = taken.Outcome, ["service"] = shown.DeepClone() };
        if (taken.HeartbeatUrl is { } url)
            item["heartbeat_url"] = url;
        return item;
    }

    /// <summary>What became of a service: <c>created</c>, <c>changed</c>, <c>unchanged</c>, <c>refused</c>, or <c>planned</c> where nothing is sent.</summary>
    private sealed record Taken(Vetted Vetted, string Outcome)
    {
        /// <summary>Where a heartbeat is to call, when the hub made its token.</summary>
        public string? HeartbeatUrl { get; init; }
    }
}
