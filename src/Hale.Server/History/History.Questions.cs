using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;

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
            first == 0 || newest.Length >= most ? [] : await _store.LastChunksAsync(page.Series, most / Chunk.Full + 3, cancel);
        var readings = Ordering.Within(chunks, first, newest, long.MinValue, long.MaxValue).SelectMany(part => part.ToArray());
        return [.. readings.TakeLast(most).Reverse().Select(reading => reading.ToSample(key))];
    }

    /// <summary>The results of a key with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, oldest first; of one instant, as they came.</summary>
    public async ValueTask<IEnumerable<Sample>> SamplesAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        (await WithinAsync(key, from, to, cancel)).SelectMany(part => part.ToArray()).Select(reading => reading.ToSample(key));

    /// <summary>Events of a key, newest first, before a place.</summary>
    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel) =>
        _store.EventsAsync(key, before, most, cancel);

    /// <summary>What failed checks of a key saw, newest first, before a place; of what is not legible nothing.</summary>
    public async ValueTask<IReadOnlyList<(long Place, Evidence? Evidence)>> EvidenceAsync(string key, long? before, int most, CancellationToken cancel) =>
        [.. (await _store.EvidenceAsync(key, before, most, cancel)).Select(each => (each.Place, Evidence.Read(each.Body)))];

    /// <summary>The newest events of all keys, newest first.</summary>
    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => _store.LatestEventsAsync(most, cancel);

    /// <summary>The results of a window, thinned to at most <paramref name="points"/> steps.</summary>
    /// <remarks>
    /// Beyond the time for which single results are kept, or where they went for want of room, it is answered from the sums of days: the window then begins with a whole hour and the steps are hours, or both are
    /// whole days where there are more hours than points; what begins before the window's end is in it.
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
        && (await _store.RollupsAsync(page.Series, Rolling.DayOf(from), Rolling.DayOf(to).AddDays(-1), cancel)).Count > 0;

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
        var rollups = await _store.RollupsAsync(page.Series, Rolling.DayOf(from), Rolling.DayOf(to), cancel);
        foreach (var rollup in rollups)
            thinning.Add(Rollup.Read(rollup.Body.Span));
        var rest = rollups.Count > 0 ? Rolling.Start(rollups[^1].Day.AddDays(1)) : from;
        foreach (var part in rest < to ? await WithinAsync(page, rest, to, cancel) : [])
            thinning.Add(part.Span);
        return new(from, to, step, [.. thinning.Done().SkipWhile(point => point.At < from).TakeWhile(point => point.At < to)]);
    }

    private static DateTimeOffset Start(DateTimeOffset at, long unit) => DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds() / unit * unit);

    /// <summary>How long a key was in which status within the window that ends now. Before it was declared, and while no hub ran, nothing is known.</summary>
    public async Task<Uptime> UptimeAsync(string key, TimeSpan window, DateTimeOffset createdAt, DateTimeOffset now, CancellationToken cancel)
    {
        var begin = now - window;
        var from = createdAt <= begin ? begin : createdAt < now ? createdAt : now;
        var events = await _store.EventsWithinAsync([key], from, now, cancel);
        return Standing.Add(events[0], await RunsAsync(from, now, cancel), from, now, from - begin);
    }

    /// <summary>What came to pass with each of many keys on the last days, today included.</summary>
    public async Task<IReadOnlyList<Past>> PastAsync(IReadOnlyList<(string Key, DateTimeOffset CreatedAt)> keys, int days, DateTimeOffset now, CancellationToken cancel)
    {
        var calendar = new Calendar(await RunsAsync(now.AddDays(-days), now, cancel), now, days);
        var events = await _store.EventsWithinAsync([.. keys.Select(each => each.Key)], calendar.From, now, cancel);
        return [.. keys.Zip(events, (each, own) => new Past(each.Key, calendar.Of(own, each.CreatedAt), own))];
    }

    /// <summary>When the hub ran; it runs now.</summary>
    private async ValueTask<IReadOnlyList<Run>> RunsAsync(DateTimeOffset from, DateTimeOffset now, CancellationToken cancel) =>
        [.. (await _store.RunsAsync(from, now, cancel)).Select(run => run.Id == _writing.Run ? run with { SeenAt = now } : run)];

    private async ValueTask<IEnumerable<ReadOnlyMemory<Reading>>> WithinAsync(string key, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        _pages.TryGetValue(key, out var page) ? await WithinAsync(page, from, to, cancel) : [];

    private async ValueTask<IEnumerable<ReadOnlyMemory<Reading>>> WithinAsync(Page page, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // The newest first: what is packed meanwhile is then in both, and left out of one.
        var (first, newest) = page.Newest();
        var chunks = first == 0 ? [] : await _store.ChunksAsync(page.Series, from, cancel);
        return Ordering.Within(chunks, first, newest, Ceiling(from), Ceiling(to));
    }

    // Kept times are whole milliseconds: at ≥ from holds for the same ones as at ≥ from rounded up, and at < to likewise.
    private static long Ceiling(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }
}
