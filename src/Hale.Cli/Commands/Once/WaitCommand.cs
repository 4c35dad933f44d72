using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server;

namespace Hale.Cli.Commands.Once;

/// <summary>Probes until it succeeds or time is up.</summary>
internal sealed class WaitCommand : Verb
{
    /// <summary>No attempt takes longer.</summary>
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(5);

    /// <summary>What is left for the last attempt, so that one that comes late is not missed by a whole interval.</summary>
    private static readonly TimeSpan LastAttempt = TimeSpan.FromSeconds(1);

    private readonly QuestionPart _question;
    private readonly Option<string?> _timeout;
    private readonly Option<string?> _interval;
    private readonly OutputPart _output;
    private readonly CheckCatalog _checks;

    public WaitCommand(Terminal terminal)
        : base(
            terminal, "wait", "Wait until a URL answers well", "hale wait http://localhost:8080/health",
            "hale wait tcp://localhost:5432 --timeout 60s --interval 2s && ./migrate")
    {
        Note = "Exit code: 0 once a check succeeds, 2 when time is up, 3 usage. An attempt takes at most 5s; progress goes to standard error.";
        _checks = terminal.Checks(terminal.Time);
        _question = Use(new QuestionPart(terminal, _checks));
        _timeout = Takes("--timeout", "DURATION", "How long to wait in all [default: 300s]");
        _interval = Takes("--interval", "DURATION", "From one attempt to the next [default: 5s]");
        _output = Use(new OutputPart(terminal));
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var check = _question.Read(given);
        var limit = Given(given, _timeout, TimeSpan.FromSeconds(300));
        var interval = Given(given, _interval, TimeSpan.FromSeconds(5));
        var url = _question.Label(given, check);
        var started = Terminal.Time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            var begun = Terminal.Time.GetElapsedTime(started);
            var seen = await _checks.For(check).RunAsync(check.Options, Least(LongestAttempt, limit - begun), cancel);
            var now = Terminal.Time.GetElapsedTime(started);
            if (seen.Success)
                return Tell(given, url, attempt, now, null);
            await Terminal.Error.WriteLineAsync($"attempt {attempt}, {Short(now)}: {seen.Failure!.Message}");
            if (begun >= limit - LastAttempt || now >= limit)
            {
                await Task.Delay(limit > now ? limit - now : TimeSpan.Zero, Terminal.Time, cancel);
                return Tell(given, url, attempt, limit, seen.Failure);
            }

            var next = Least(begun + interval, limit - LastAttempt);
            await Task.Delay(next > now ? next - now : TimeSpan.Zero, Terminal.Time, cancel);
        }
    }

    private static TimeSpan Given(ParseResult given, Option<string?> option, TimeSpan otherwise) =>
        given.GetValue(option) is { } text ? SettingsPart.Duration(option.Name, text, TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1)) : otherwise;

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static string Short(TimeSpan time) => Durations.Format(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)));

    private int Tell(ParseResult given, string url, int attempts, TimeSpan took, Failure? failure)
    {
        if (!_output.ForPeople(given))
            _output.Write(given, new JsonObject
            {
                ["url"] = url,
                ["success"] = failure is null,
                ["attempts"] = attempts,
                ["waited_ms"] = Math.Round(took.TotalMilliseconds),
                ["failure"] = failure is null ? null : Words.Of(failure.Kind),
                ["message"] = failure?.Message,
            });
        else if (failure is null)
            new Screen(Terminal).Line($"[green]up[/] {Screen.Text(url)} after {Short(took)}");
        if (failure is not null)
            Terminal.Error.WriteLine($"hale: {url} did not answer well within {Short(took)}: {failure.Message}");
        return failure is null ? Exit.Ok : Exit.Down;
    }
}
