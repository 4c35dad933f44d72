using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Server.Maintenance;
using Hale.Server.Rounds;

namespace Hale.Server.History;

internal sealed partial class History
{
    /// <summary>The newest results of a key, newest first.</summary>
    public async ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel)
    {
        if (!_pages.TryGetValue(key, out var page))
            return [];
        var (first, newest) = page.Newest();
        // One more than is needed: one may have been packed since.
        IReadOnlyList<ReadOnlyMemory<byte>> chunks =
            newest.Length >= most ? [] : await _store.LastChunksAsync(page.Series, most / Chunk.Full + 3, cancel);
        var readings = Ordering.Within(chunks, first, newest, long.MinValue, long.MaxValue).SelectMany(part => part.ToArray());
        return [.. readings.TakeLast(most).Reverse().Select(reading => reading.ToSample(key))];
    }

    /// <summary>The results of a key with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, oldest first; of one instant, as they came.</summary>
    public async ValueTask<IEnumerable<Sample>> SamplesAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        (await WithinAsync(key, from, to, cancel)).SelectMany(part => part.ToArray()).Select(reading => reading.ToSample(key));

    /// <summary>Events of some keys, newest first, before a place.</summary>
    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(IReadOnlyList<string> keys, long? before, int most, CancellationToken cancel) =>
        _store.EventsAsync(keys, before, most, cancel);

    /// <summary>What failed checks of a key saw, newest first, before a place; of what is not legible nothing.</summary>
    public async ValueTask<IReadOnlyList<(long Place, Evidence? Evidence)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel) =>
        [.. (await _store.EvidenceAsync(key, before, most, cancel)).Select(each => (each.Place, Evidence.Read(each.Body)))];

    /// <summary>The newest events of all keys, newest first.</summary>
    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => _store.LatestEventsAsync(most, cancel);

    /// <summary>The results of a window, thinned to at most <paramref name="points"/> steps.</summary>
    /// <remarks>
    /// Beyond the time for which single results are kept, or where they went for want of room, it is answered from the sums of days: the window then begins with a
    /// whole hour and the steps are hours, or both are whole days where there are more hours than points; what begins before the window's end is in it.
    /// </remarks>
    public async Task<Points> PointsAsync(string key, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        if (from < _time.GetUtcNow() - _options.Keep)
            return await SumsAsync(key, from, to, points, cancel);
        var results = await ResultsAsync(key, from, to, points, cancel);
        var since = results.Items.Count > 0 ? results.Items[0].At : to;
        return await OnlySummedAsync(key, from, since, cancel) ? await SumsAsync(key, from, to, points, cancel) : results;
    }

    /// <summary>Whether whole days of which no result is left are summed up.</summary>
    private async ValueTask<bool> OnlySummedAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        to - from >= TimeSpan.FromDays(1) && _pages.TryGetValue(key, out var page)
        && (await _store.RollupsAsync(page.Series, Days.Of(from), Days.Of(to).AddDays(-1), cancel)).Count > 0;

    private async Task<Points> ResultsAsync(string key, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var step = Thinning.Step(from, to, points);
        var thinning = new Thinning(from, step);
        foreach (var part in await WithinAsync(key, from, to, cancel))
            thinning.Add(part.Span);
        return new(from, to, step, thinning.Done());
    }

    /// <summary>Sums of days as far as they were made, and the single results after that.</summary>
    private async Task<Points> SumsAsync(string key, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var step = Thinning.StepOfSums(from, to, points);
        from = Start(from, step > TimeSpan.FromHours(1) ? DaySum.Day : DaySum.Hour);
        var thinning = new Thinning(from, step);
        if (!_pages.TryGetValue(key, out var page))
            return new(from, to, step, []);
        var rest = await SummedAsync(page, from, to, thinning.Add, cancel);
        foreach (var part in rest < to ? await WithinAsync(page, rest, to, cancel) : [])
            thinning.Add(part.Span);
        return new(from, to, step, [.. thinning.Done().SkipWhile(point => point.At < from).TakeWhile(point => point.At < to)]);
    }

    private static DateTimeOffset Start(DateTimeOffset at, long unit) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / unit * unit);

    /// <summary>How long a key was in which status, and of what is known what was maintenance. Before it was declared, and while no hub ran, nothing is known.</summary>
    public async Task<Uptime> UptimeAsync(Subject subject, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        Timeline.Sum((await TimelinesAsync([subject], from, to, cancel))[0]);

    /// <summary>How long each of many was in which status.</summary>
    public async Task<IReadOnlyList<Uptime>> UptimesAsync(IReadOnlyList<Subject> subjects, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        [.. (await TimelinesAsync(subjects, from, to, cancel)).Select(Timeline.Sum)];

    /// <summary>
    /// Of each of many the percent of several windows that end at <paramref name="to"/>, in their order; null where nothing is known of a window. What happened is
    /// read once, for the longest.
    /// </summary>
    public async Task<IReadOnlyList<double?[]>> PercentsAsync(
        IReadOnlyList<Subject> subjects, IReadOnlyList<TimeSpan> windows, DateTimeOffset to, CancellationToken cancel) =>
        [
            .. (await TimelinesAsync(subjects, to - windows.Max(), to, cancel)).Select(spans =>
                windows.Select(window => Timeline.Sum(Timeline.Within(spans, to - window, to)).Percent).ToArray()),
        ];

    /// <summary>How long all of them together were in which status, by the rule for aggregates.</summary>
    public async Task<Uptime> UptimeAsync(IReadOnlyList<Subject> subjects, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var parts = subjects.Zip(await TimelinesAsync(subjects, from, to, cancel), (subject, spans) => new Part(spans, subject.Critical)).ToArray();
        return parts.Length == 0 ? Uptime.None with { Unknown = to - from } : Timeline.Sum(Timeline.Whole(parts));
    }

    /// <summary>How each of many stood, in slots of equal length.</summary>
    public async Task<IReadOnlyList<Strip>> StripsAsync(IReadOnlyList<Subject> subjects, DateTimeOffset from, DateTimeOffset to, int slots, CancellationToken cancel) =>
        [
            .. subjects.Zip(await TimelinesAsync(subjects, from, to, cancel), (subject, spans) =>
                new Strip(subject.Key, Timeline.Sum(spans), Timeline.Slots(spans, from, to, slots))),
        ];

    /// <summary>The same for each version that it said to be of, oldest first; the time before it said any is left out.</summary>
    public async Task<IReadOnlyList<VersionUptime>> VersionsAsync(Subject subject, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var spans = (await TimelinesAsync([subject], from, to, cancel))[0];
        var versions = await _store.VersionsAsync(subject.Key, from, to, cancel);
        return
        [
            .. versions.Select((version, i) =>
            {
                var (since, until) = (version.At > from ? version.At : from, i + 1 < versions.Count ? versions[i + 1].At : to);
                return new VersionUptime(version.Version, since, until, Timeline.Sum(Timeline.Within(spans, since, until)));
            }),
        ];
    }

    /// <summary>A window beside the one of the same length before it.</summary>
    public async Task<Trend> TrendAsync(Subject subject, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var points = await PointsAsync(subject.Key, from, to, Trending.Points, cancel);
        return new(
            from, to, await TotalAsync(subject, from, to, cancel), await TotalAsync(subject, from - (to - from), from, cancel), Trending.SlopeMsPerDay(points.Items));
    }

    /// <summary>The results of many keys together, thinned to at most <paramref name="points"/> steps; beyond two days the steps are whole days.</summary>
    public async Task<Points> PointsAsync(IReadOnlyList<string> keys, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var days = to - from > TimeSpan.FromDays(2) || from < _time.GetUtcNow() - _options.Keep;
        var step = days ? TimeSpan.FromDays(Math.Ceiling((to - from).TotalDays / points)) : Thinning.Step(from, to, points);
        from = days ? Start(from, DaySum.Day) : from;
        var merging = new Merging(from, to, step);
        foreach (var key in keys)
        {
            if (!_pages.TryGetValue(key, out var page))
                continue;
            var rest = days ? await SummedAsync(page, from, to, merging.Add, cancel) : from;
            foreach (var part in rest < to ? await WithinAsync(page, rest, to, cancel) : [])
                merging.Add(part.Span);
        }

        return new(from, to, step, merging.Done());
    }

    private async Task<Total> TotalAsync(Subject subject, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var tally = new Tally();
        if (_pages.TryGetValue(subject.Key, out var page))
        {
            // Whole days from their sums; what they leave of the window from its results.
            var (first, last) = (Start(from + TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1), DaySum.Day), Start(to, DaySum.Day));
            var rest = first < last ? await SummedAsync(page, first, last, tally.Add, cancel) : first;
            await AddAsync(from, first < to ? first : to);
            await AddAsync(rest, to);

            async Task AddAsync(DateTimeOffset begin, DateTimeOffset end)
            {
                foreach (var part in begin < end ? await WithinAsync(page, begin, end, cancel) : [])
                    tally.Add(part.Span);
            }
        }

        return new(await UptimeAsync(subject, from, to, cancel), tally.Checks, tally.Failures, tally.Told());
    }

    /// <summary>Takes the days that are summed up; answers where those end.</summary>
    private async ValueTask<DateTimeOffset> SummedAsync(Page page, DateTimeOffset from, DateTimeOffset to, Action<DaySum> take, CancellationToken cancel)
    {
        var rollups = await _store.RollupsAsync(page.Series, Days.Of(from), Days.Of(to - TimeSpan.FromMilliseconds(1)), cancel);
        foreach (var rollup in rollups)
            take(Rollup.Read(rollup.Body.Span));
        return rollups.Count > 0 ? Days.Start(rollups[^1].Day.AddDays(1)) : from;
    }

    /// <summary>How each of them stood, over the same time.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<Span>>> TimelinesAsync(
        IReadOnlyList<Subject> subjects, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var keys = subjects.Select(each => each.Key).Concat(subjects.SelectMany(each => each.StandsOn)).Distinct(StringComparer.Ordinal).ToArray();
        var (runs, events) = (await RunsAsync(from, to, cancel), await _store.EventsWithinAsync(keys, from, to, cancel));
        var ordered = keys.Zip(events.Select(Chronology.Of)).ToDictionary(each => each.First, each => each.Second, StringComparer.Ordinal);
        var all = ordered.ToDictionary(each => each.Key, each => Timeline.Of(each.Value, runs, from, to), StringComparer.Ordinal);
        var maintenance = MaintenanceOver(from, to);
        return
        [
            .. subjects.Select(subject =>
            {
                var own = Marking.Maintained(Marking.Caused(all[subject.Key], subject.StandsOn.Select(key => all[key])), maintenance.For(subject.Key));
                var born = Chronology.Born(ordered[subject.Key], subject.CreatedAt);
                return born <= from ? own : (IReadOnlyList<Span>)[new(from, born < to ? born : to, Stance.Unknown), .. Timeline.Within(own, born, to)];
            }),
        ];
    }

    /// <summary>What came to pass with each of many keys on the last days, today included.</summary>
    public async Task<IReadOnlyList<Past>> PastAsync(IReadOnlyList<(string Key, DateTimeOffset CreatedAt)> keys, int days, DateTimeOffset now, CancellationToken cancel)
    {
        var calendar = new Calendar(await RunsAsync(now.AddDays(-days), now, cancel), now, days);
        var events = await _store.EventsWithinAsync([.. keys.Select(each => each.Key)], calendar.From, now, cancel);
        var maintenance = MaintenanceOver(calendar.From, now);
        return [.. keys.Zip(events.Select(Chronology.Of), (each, own) => new Past(each.Key, calendar.Of(own, each.CreatedAt, maintenance.For(each.Key)), own))];
    }

    private Coverage MaintenanceOver(DateTimeOffset from, DateTimeOffset to) => _maintenance?.Over(from, to) ?? Coverage.None;

    /// <summary>When the hub ran; it runs now.</summary>
    private async ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await _store.RunsAsync(from, now, cancel)).Select(run => run.Id == _writing.Run ? run with { SeenAt = now } : run)];

    private async ValueTask<IEnumerable<ReadOnlyMemory<Reading>>> WithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        _pages.TryGetValue(key, out var page) ? await WithinAsync(page, from, to, cancel) : [];

    private async ValueTask<IEnumerable<ReadOnlyMemory<Reading>>> WithinAsync(Page page, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // The newest first: what is packed meanwhile is then in both, and left out of one.
        var (first, newest) = page.Newest();
        var chunks = await _store.ChunksAsync(page.Series, from, cancel);
        return Ordering.Within(chunks, first, newest, Ceiling(from), Ceiling(to));
    }

    // Kept times are whole milliseconds: at ≥ from holds for the same ones as at ≥ from rounded up, and at < to likewise.
    private static long Ceiling(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }
}
