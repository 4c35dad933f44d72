using Hale.Server.Registry;

namespace Hale.Server.Series;

/// <summary>What something used in a step, by resource.</summary>
internal sealed record ResourceStep(DateTimeOffset At, IReadOnlyDictionary<Resource, Step> Figures);

/// <summary>What something used, thinned to steps. Steps without a figure are left out.</summary>
internal sealed record ResourceSteps(DateTimeOffset From, DateTimeOffset To, TimeSpan Length, IReadOnlyList<ResourceStep> Items);

/// <summary>What one check measured, in the order of the resources that were asked for; null for what it did not measure.</summary>
internal readonly record struct ResourceReading(DateTimeOffset At, IReadOnlyList<double?> Figures);

/// <summary>Answers what watched hosts, processes and containers use, in the units of the API.</summary>
internal sealed class Resources(Registrar registry, SeriesBook book)
{
    /// <summary>The figures of a window, thinned to at most <paramref name="points"/> steps.</summary>
    /// <param name="key">A service's id, or <c>project:target</c>.</param>
    public async Task<ResourceSteps> StepsAsync(
        string key, IReadOnlyList<Resource> wanted, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var steps = new SortedDictionary<DateTimeOffset, Dictionary<Resource, Step>>();
        var length = TimeSpan.Zero;
        foreach (var resource in wanted)
        {
            var told = await book.StepsAsync(NameOf(resource, key), from, to, points, cancel);
            (from, length) = (told.From, told.Length);
            foreach (var step in told.Items)
            {
                if (!steps.TryGetValue(step.At, out var figures))
                    steps.Add(step.At, figures = []);
                figures[resource] = step with { Min = resource.ToFigure(step.Min), Avg = resource.ToFigure(step.Avg), Max = resource.ToFigure(step.Max) };
            }
        }

        return new(from, to, length, [.. steps.Select(step => new ResourceStep(step.Key, step.Value))]);
    }

    /// <summary>
    /// Every reading with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, in the order of their times; no more is unpacked at once than some hundreds of
    /// each.
    /// </summary>
    /// <param name="key">A service's id, or <c>project:target</c>.</param>
    public async Task<IEnumerable<ResourceReading>> ReadingsAsync(
        string key, IReadOnlyList<Resource> wanted, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var series = new List<IEnumerable<Measure>>();
        foreach (var resource in wanted)
            series.Add((await book.SamplesAsync(NameOf(resource, key), from, to, cancel)).SelectMany(part => part.ToArray()));
        return Together(wanted, series);
    }

    // What was measured by one check has one time.
    private static IEnumerable<ResourceReading> Together(IReadOnlyList<Resource> wanted, List<IEnumerable<Measure>> series)
    {
        var places = series.ConvertAll(each => each.GetEnumerator());
        try
        {
            var more = places.ConvertAll(place => place.MoveNext());
            while (more.Contains(true))
            {
                var at = Enumerable.Range(0, places.Count).Where(i => more[i]).Min(i => places[i].Current.At);
                var figures = new double?[places.Count];
                for (var i = 0; i < places.Count; i++)
                {
                    if (!more[i] || places[i].Current.At != at)
                        continue;
                    figures[i] = wanted[i].ToFigure(places[i].Current.Value);
                    more[i] = places[i].MoveNext();
                }

                yield return new(DateTimeOffset.FromUnixTimeMilliseconds(at), figures);
            }
        }
        finally
        {
            places.ForEach(place => place.Dispose());
        }
    }

    // Of something that is not declared any more there is no series of this name.
    private SeriesName NameOf(Resource resource, string key) => new OwnSeries(resource.Metric, Measuring.ProjectOf(registry.Now, key) ?? "", key).Name;
}
