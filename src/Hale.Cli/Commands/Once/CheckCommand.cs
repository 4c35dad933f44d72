using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Cli.Commands.Once;

/// <summary>One probe without a hub, with its evidence.</summary>
internal sealed class CheckCommand : Verb
{
    private const int Snippet = 300;

    private readonly QuestionPart _question;
    private readonly Option<string?> _timeout;
    private readonly Option<string?> _degradedAbove;
    private readonly Option<bool> _body;
    private readonly OutputPart _output;
    private readonly CheckCatalog _checks;

    public CheckCommand(Terminal terminal)
        : base(
            terminal, "check", "Check anything once, without a hub, and say what was seen", "hale check https://example.com/health",
            "hale check http://localhost:8080/ready --expect-status 200,204 --timeout 2s --body", "hale check tcp://db:5432 --output json",
            "hale check \"{type: tcp, url: tcp://mail:25, expect: '220'}\"",
            "hale check exec: -- /usr/lib/nagios/plugins/check_load -w 5 -c 10")
    {
        Note = "CHECK is what may stand behind check: in hale.yaml, variables included. Judged as a hub judges a service, with no retries. "
            + "Exit code: 0 up, 1 degraded, 2 down, 3 usage.";
        _checks = terminal.Checks(terminal.Time);
        _question = Use(new QuestionPart(terminal, _checks));
        _timeout = Takes("--timeout", "DURATION", "What the probe may take [default: 5s]");
        _degradedAbove = Takes("--degraded-above", "DURATION", "A success slower than this is degraded [default: 1s]");
        _body = Switch("--body", "Show the whole text of the answer");
        _output = Use(new OutputPart(terminal));
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var check = _question.Read(given);
        var timing = new CheckSettings(
            Timeout: Given(given, _timeout, TimeSpan.FromMilliseconds(100)), Retries: 0,
            DegradedAbove: Given(given, _degradedAbove, TimeSpan.FromMilliseconds(1))).Resolve(_question.Column(given));
        await Warmup.RunAsync(_checks, check.Kind, Terminal.Time, cancel);
        var seen = await _checks.For(check).RunAsync(check.Options.KeepingBody(), timing.Timeout, cancel);
        var before = Verdict.Unchecked(seen.At);
        var ruling = Judge.Next(before, seen, timing.Patience, seen.At + seen.Took);
        var label = _question.Label(given, check);
        var watched = new WatchSpec(label, check, timing.Interval, timing.Timeout, timing.Patience);
        var result = Views.Result(new Outcome(watched, seen, before, ruling)) with { ServiceId = null };
        if (_output.ForPeople(given))
            Show(new Screen(Terminal), label, seen, result with { Message = ruling.After.Message ?? result.Message }, given.GetValue(_body));
        else
            _output.Write(given, Json(label, check, seen, result));
        return Services.CheckCommand.Of(result.Status);
    }

    private static TimeSpan? Given(ParseResult given, Option<string?> option, TimeSpan least) =>
        given.GetValue(option) is { } text ? SettingsPart.Duration(option.Name, text, least, TimeSpan.FromMinutes(10)) : null;

    private void Show(Screen screen, string label, Observation seen, ResultView result, bool whole)
    {
        var failure = result.Failure is { } kind ? $" [red]{kind}[/]" : "";
        var status = seen.HttpStatus is { } code ? string.Create(CultureInfo.InvariantCulture, $" HTTP {code}") : "";
        screen.Line($"{Screen.Status(result.Status)}{failure} {Screen.Text(label)}{status} {Screen.Milliseconds(seen.Took.TotalMilliseconds)}");
        if (result.Message is { } message)
            screen.Line(Screen.Text(message));
        if (Steps(seen.Phases) is { Length: > 0 } steps)
            screen.Line("[grey]" + steps + "[/]");
        foreach (var step in seen.Evidence)
            screen.Line("  " + Screen.Text(step));
        foreach (var (name, detail) in Details.Of(seen.Details) ?? [])
            screen.Line($"  {Screen.Text(Harmless($"{name}: {(detail is JsonValue ? detail.ToString() : detail?.ToJsonString())}"))}");
        if (seen.Body is { Length: > 0 } body)
        {
            // As it came: markup, wrapping and colours are no business of somebody else's text. Control characters could steer the terminal.
            Terminal.Output.WriteLine();
            Terminal.Output.WriteLine(Harmless(whole || body.Length <= Snippet ? body : body[..Snippet] + $"… ({body.Length} characters; --body shows all)"));
        }
    }

    private static string Steps(Phases phases)
    {
        (string Name, double? Took)[] all =
            [("dns", phases.DnsMs), ("connect", phases.ConnectMs), ("tls", phases.TlsMs), ("first byte", phases.FirstByteMs), ("total", phases.TotalMs)];
        return string.Join("  ", all.Where(each => each.Took is not null).Select(each => $"{each.Name} {Screen.Milliseconds(each.Took)}"));
    }

    private string Harmless(string text) =>
        Terminal.Interactive ? new([.. text.Where(each => !char.IsControl(each) || each is '\n' or '\t')]) : text;

    private static JsonObject Json(string label, CheckSpec check, Observation seen, ResultView result)
    {
        var json = JsonSerializer.SerializeToNode(result, WireJson.Default.ResultView)!.AsObject();
        json.Insert(0, "url", label);
        json.Insert(1, "check", check.Options.Describe(secrets: false));
        json["http_status"] = seen.HttpStatus;
        json["body"] = seen.Body;
        json["details"] = Details.Of(seen.Details);
        json["evidence"] = new JsonArray([.. seen.Evidence.Select(step => (JsonNode)step)]);
        return json;
    }
}
