using Hale.Monitoring.Watch;
using Hale.Server.Registry;

namespace Hale.Server.Series;

/// <summary>
/// Makes series of the figures that checks bring: what hosts, processes and containers use, how long something says that it runs, a plugin's performance data and
/// the numbers that an application tells of a component. Whoever is removed takes its series along.
/// </summary>
internal sealed class Measuring(Registrar registry, SeriesBook book)
{
    /// <summary>How the names of the hub's own metrics begin; nobody else's may.</summary>
    public const string Own = "hale_";

    private const string Uptime = "hale_reported_uptime_seconds";
    private const string Reported = "hale_reported_value";

    /// <summary>Joins the watch and the registry. Call when both and the series are loaded.</summary>
    public void Join(Watcher watcher)
    {
        // What was removed while the hub was not running.
        var now = registry.Now;
        book.Forget(name => IsOwn(name) && !now.Services.ContainsKey(name["service"]) && !now.Targets.ContainsKey(name["service"]));
        registry.Changes.Join(Follow);
        watcher.Outcomes.Join(Saw);
    }

    /// <summary>The project that a key belongs to; null when it is not declared any more.</summary>
    public static string? ProjectOf(RegistrySnapshot now, string key) =>
        now.Services.TryGetValue(key, out var service) ? service.Project : now.Targets.TryGetValue(key, out var target) ? target.Project : null;

    private static bool IsOwn(SeriesName name) => name.Metric.StartsWith(Own, StringComparison.Ordinal);

    private void Follow(RegistryChange change)
    {
        var gone = change.Services.Where(each => each.After is null).Select(each => each.Before!.Id)
            .Concat(change.Targets.Where(each => each.After is null).Select(each => each.Before!.Watch.Key)).ToHashSet(StringComparer.Ordinal);
        if (gone.Count > 0)
            book.Forget(name => IsOwn(name) && gone.Contains(name["service"]));
    }

    private void Saw(Outcome outcome)
    {
        if (!outcome.Counted || outcome.Seen.Details is not { Count: > 0 } details || outcome.Spec.Project is not { } project)
            return;
        var (key, at) = (outcome.Spec.Key, outcome.Seen.At.ToUnixTimeMilliseconds());
        if (Number(details.GetValueOrDefault("uptime")) is { } uptime)
            Take(new(Uptime, project, key), new(at, uptime));
        switch (outcome.Spec.Check.Kind)
        {
            case "host" or "process" or "docker":
                foreach (var resource in Resource.All)
                {
                    if (Number(details.GetValueOrDefault(resource.Name)) is { } figure)
                        Take(new(resource.Metric, project, key), new(at, resource.ToSeries(figure)));
                }

                break;
            case "exec" when details.GetValueOrDefault("metrics") is IReadOnlyDictionary<string, object?> metrics:
                foreach (var (label, metric) in metrics)
                {
                    if (metric is IReadOnlyDictionary<string, object?> shown && Number(shown.GetValueOrDefault("value")) is { } value)
                        Report(project, key, label, shown.GetValueOrDefault("unit") as string, new(at, value));
                }

                break;
            case "component":
                foreach (var (name, told) in details)
                {
                    if (Number(told) is { } value)
                        Report(project, key, name, null, new(at, value));
                }

                break;
        }
    }

    // Whoever was removed a moment ago gets no new series; most samples are of one that is known, and nobody need be asked.
    private void Take(OwnSeries series, Measure sample)
    {
        if (!book.TakeKnown(series, sample) && ProjectOf(registry.Now, series.Service) is not null)
            book.Take(series.Name, sample);
    }

    private void Report(string project, string key, string metric, string? unit, Measure sample)
    {
        if (metric.Length <= SeriesName.LongestValue && ProjectOf(registry.Now, key) is not null)
            book.Take(SeriesName.Of(Reported, ("project", project), ("service", key), ("metric", metric), ("unit", unit ?? "")), sample);
    }

    private static double? Number(object? value) => value switch
    {
        int number => number,
        long number => number,
        double number => number,
        _ => null,
    };
}
