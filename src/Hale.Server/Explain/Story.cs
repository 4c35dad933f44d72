using System.Globalization;
using Hale.Client;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;
using Hale.Server.History;
using Hale.Server.Registry;

namespace Hale.Server.Explain;

/// <summary>Facts in sentences, in the order in which people ask: what it is, by which rule, what was seen, what stands behind it, what changed, who knows. Pure.</summary>
internal static class Story
{
    private const int ChangesTold = 3;
    private const int FieldsTold = 4;

    public static StoryView Tell(Facts facts) =>
        new(Verdict(facts), Rule(facts), Seen(facts), Needs(facts), Dependants(facts), Changed(facts), Notified(facts));

    /// <summary>The same one after the other.</summary>
    public static IReadOnlyList<string> Sentences(StoryView story) =>
        [.. new[] { story.Status, story.Rule, story.Evidence, story.Needs, story.Dependants, story.Changes, story.Notified }.OfType<string>()];

    private static string Verdict(Facts facts)
    {
        var (verdict, id) = (facts.Verdict, facts.Service.Id);
        if (facts.Service.Paused)
            return $"{id} is paused since {Time(verdict.Since)}: it is not checked and counts nowhere.";
        if (verdict.Why == Why.None)
            return $"{id} was not checked yet.";
        var message = verdict.Message is { Length: > 0 } text ? $": {text.TrimEnd('.')}" : "";
        return $"{id} is {Words.Of(verdict.Status)} since {Time(verdict.Since)}, for {Words.Span(facts.Now - verdict.Since)}{message}.";
    }

    private static string? Rule(Facts facts)
    {
        var (verdict, patience) = (facts.Verdict, facts.Service.Timing.Patience);
        return verdict.Why switch
        {
            _ when facts.Service.Paused => null,
            Why.Failures => $"{Rows(verdict.Failures)}{Allowed(patience)} A success{Recovery(patience)} makes it up again.",
            Why.SoftFailures => $"{Rows(verdict.Failures)}{Allowed(patience)} Failures of this kind make it degraded and not down (soft_failure).",
            Why.DegradedAfter => $"{Rows(verdict.Failures)} From {patience.DegradeAfter} on it shows degraded (degrade_after); with {patience.Retries + 1} it is down.",
            Why.Slow => $"An answer that takes longer than {Durations.Format(patience.DegradedAbove)} makes it degraded at once (degraded_above).",
            Why.BodyDegraded => "The answer itself says that it is degraded, and that counts at once.",
            Why.HubIsolated => "The hub itself is cut off: nothing can be known, and nothing is held against the service.",
            Why.Stopped => "Its platform says that it is at rest; that is neither up nor down.",
            Why.Resumed => "It was resumed and has not been checked since.",
            _ when verdict.Failures > 0 => $"{Rows(verdict.Failures)} That changes nothing yet: {patience.Retries + 1} in a row make it down.",
            _ => null,
        };
    }

    private static string? Seen(Facts facts)
    {
        if (facts.Service.Paused)
            return null;
        if (facts.Verdict.Failures > 0 && (facts.Attempts.Count > 0 || facts.Evidence.Count > 0))
            return Failed(facts);
        return facts.Attempts is [{ Success: true } newest, ..] && newest.LatencyMs is { } took
            ? string.Create(CultureInfo.InvariantCulture, $"The last check answered in {took:0.#} ms at {Time(newest.At)}.")
            : null;
    }

    /// <summary>Of failures in a row that are alike not each one's evidence is kept, so the newest may be older than the last failed check.</summary>
    private static string Failed(Facts facts)
    {
        var kept = facts.Evidence is [var newest, ..] ? newest : null;
        if (facts.Attempts.FirstOrDefault(each => !each.Success) is not { Failure: { } failure } last)
            return $"The newest evidence kept, of {Time(kept!.At)} ({Words.Of(kept.Failure)}), says: {kept.Message.TrimEnd('.')}.";
        var same = IsOf(kept, last);
        var said = (last.Message ?? (same ? kept!.Message : null)) is { } message ? $" said: {message.TrimEnd('.')}" : "";
        var told = $"The last failed check ({Words.Of(failure)}, at {Time(last.At)}){said}.";
        // The first of a row is always kept, and may just not be written yet.
        return kept is null || same || facts.Verdict.Failures == 1
            ? told
            : $"{told} The newest evidence kept is of {Time(kept.At)}: of failures that are alike not each one's is kept.";
    }

    // Results are kept to the millisecond.
    private static bool IsOf(Evidence? kept, Sample check) => kept is not null && kept.At.ToUnixTimeMilliseconds() == check.At.ToUnixTimeMilliseconds();

    private static string? Needs(Facts facts)
    {
        if (facts.CausePath is [_, .., var cause] path)
            return $"The cause is {cause}, which is down: {string.Join(" → ", path)}.";
        return facts.Needs.Where(each => each.Verdict?.Status != Status.Up).ToArray() switch
        {
            _ when facts.Needs.Count == 0 => null,
            [] => facts.Needs.Count == 1 ? $"What it needs is up: {facts.Needs[0].Id}." : $"All {facts.Needs.Count} services it needs are up.",
            var others => $"Of what it needs, {string.Join(", ", others.Select(Stands))}; nothing is down.",
        };
    }

    private static string? Dependants(Facts facts) => facts.Dependants switch
    {
        0 => null,
        1 => facts.Verdict.Status == Status.Down ? "1 service needs it and may break with it." : "1 service needs it.",
        var many => $"{many} services need it, directly or not{(facts.Verdict.Status == Status.Down ? ", and may break with it" : "")}.",
    };

    private static string? Changed(Facts facts)
    {
        if (facts.BrokeAt is not { } broke)
            return null;
        // Of what is well again it is said when that was, so that nobody takes it for what is.
        var past = facts.Verdict.Status is not (Status.Down or Status.Degraded);
        var it = past ? $"it last broke, at {Time(broke)}" : "it broke";
        if (broke - facts.Service.Declared.CreatedAt is { Ticks: >= 0, TotalHours: < 1 } age && facts.Changes.Count == 0)
            return past ? $"It last broke at {Time(broke)}, {Words.Span(age)} after it was declared." : $"It broke {Words.Span(age)} after it was declared.";
        if (facts.Changes.Count == 0)
            return $"No definition of it or of what it needs changed in the day before {it}.";
        var told = facts.Changes.Take(ChangesTold).Select(change => Change(change, facts.Service.Id, broke));
        var more = facts.Changes.Count > ChangesTold ? $" and {facts.Changes.Count - ChangesTold} more" : "";
        return $"Before {it}, definitions changed: {string.Join("; ", told)}{more}.";
    }

    /// <summary>Hale has no channels to notify by; who reads this is to know that nobody else was told.</summary>
    private static string? Notified(Facts facts) =>
        facts.Verdict.Status is Status.Down or Status.Degraded ? "Nobody was notified: this hub has no channels to notify by." : null;

    private static string Change(DefinitionChange change, string own, DateTimeOffset broke)
    {
        var fields = change.Fields.Count == 0
            ? "something, while the hub did not run"
            : string.Join(", ", change.Fields.Take(FieldsTold).Select(field => field.Secret ? $"{field.Field} (a credential)" : field.Field))
                + (change.Fields.Count > FieldsTold ? $" and {change.Fields.Count - FieldsTold} more" : "");
        var whose = change.Service == own ? "its own" : $"that of {change.Service}";
        return $"{whose} {Words.Span(broke - change.At)} before ({fields}; {change.Place ?? "over the API"})";
    }

    private static string Stands(Needed needed) => needed.Verdict is { } verdict ? $"{needed.Id} is {Words.Of(verdict.Status)}" : $"{needed.Id} is not declared";

    private static string Rows(int failures) => failures == 1 ? "The last check failed." : $"The last {failures} checks failed.";

    private static string Allowed(Patience patience) => patience.Retries switch
    {
        0 => " The first failure counts (retries: 0).",
        1 => " One failure is let pass, the next one counts (retries: 1).",
        var many => $" {many} failures in a row are let pass, the next one counts (retries: {many}).",
    };

    private static string Recovery(Patience patience) => patience.RecoverAfter == 1 ? "" : $", {patience.RecoverAfter} times in a row,";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
