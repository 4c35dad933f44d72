using Hale.Client;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Explain;

/// <summary>Says why a service is what it is: gathers what the rooms below know, and has it told.</summary>
internal sealed class Explainer(Registrar registry, Watcher watcher, History.History history, Board board, TimeProvider time)
{
    private const int MostAttempts = 10;
    private const int MostEvidence = 3;
    private const int MostEvents = 100;
    private const int MostChanges = 20;

    // What is needed so far away that nobody would look there.
    private const int MostNeeded = 200;

    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    public async Task<ExplanationView> ExplainAsync(ServiceSpec service, CancellationToken cancel)
    {
        var facts = await GatherAsync(service, cancel);
        var (verdict, story) = (facts.Verdict, Story.Tell(facts));
        return new(
            service.Id, facts.Now, Words.Of(verdict.Status), verdict.Since, Words.Of(verdict.Why), Story.Sentences(story), story, Views.Rule(service.Timing),
            verdict.Failures, verdict.Successes, [.. facts.Attempts.Select(Views.Result)], [.. facts.Evidence.Select(Views.Evidence)], facts.CausePath,
            [.. facts.Needs.Select(View)],
            facts.Dependants, facts.BrokeAt, [.. facts.Changes.Select(Views.Change)], new(false, "no_channels"));
    }

    private async Task<Facts> GatherAsync(ServiceSpec service, CancellationToken cancel)
    {
        var (declared, id) = (registry.Now, service.Id);
        var verdict = VerdictOf(id);
        var needed = Reach.From(id, each => declared.Services.GetValueOrDefault(each)?.DependsOn ?? [], MostNeeded);
        var events = await history.EventsAsync([id], null, MostEvents, cancel);
        var broke = Breaking.Of(Steps(verdict, events));
        var recent = await history.RecentAsync(id, Math.Min(MostAttempts, verdict.Failures + 1), cancel);
        var evidence = await history.EvidenceAsync(id, null, MostEvidence, cancel);
        var path = board.CauseOf(id) is { } cause ? Reach.Path(id, cause, needed) : [];
        return new(service, verdict, time.GetUtcNow())
        {
            Attempts = recent,
            Evidence = [.. evidence.Select(each => each.Evidence).OfType<Evidence>()],
            Needs = [.. service.DependsOn.Select(each => new Needed(each, declared.Services.ContainsKey(each) ? VerdictOf(each) : null, board.CauseOf(each)))],
            CausePath = path,
            Dependants = Reach.From(id, each => declared.Index.DependantsOf(each), int.MaxValue).Count - 1,
            BrokeAt = broke,
            Changes = broke is { } at ? Relevance.Sort(await ChangesAsync([.. needed.Keys], at, cancel), id, path) : [],
        };
    }

    /// <summary>The newest change is known before it is written.</summary>
    private static IEnumerable<Transition> Steps(Verdict verdict, IReadOnlyList<(long Place, StatusEvent Event)> events)
    {
        var written = events.Select(each => each.Event.Step);
        return events.Count > 0 && events[0].Event.Step.At >= verdict.Since
            ? written
            : written.Prepend(new(verdict.Since, Status.Unknown, verdict.Status, verdict.Why, verdict.Message));
    }

    private async Task<IReadOnlyList<DefinitionChange>> ChangesAsync(IReadOnlyList<string> services, DateTimeOffset broke, CancellationToken cancel) =>
        [
            .. (await registry.ChangesAsync(services, broke, null, MostChanges, cancel))
                .Select(each => each.Change).OfType<DefinitionChange>().Where(each => each.At >= broke - Before),
        ];

    private static DependencyView View(Needed needed) =>
        new(needed.Id, needed.Verdict is not null, Words.Of(needed.Verdict?.Status ?? Status.Unknown), needed.Verdict?.Since, needed.Cause);

    private Verdict VerdictOf(string id) => watcher.Find(id)?.Verdict ?? history.Find(id).Verdict;
}
