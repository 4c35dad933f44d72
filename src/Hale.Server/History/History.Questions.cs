using Hale.Server.History.Asking;

namespace Hale.Server.History;

internal sealed partial class History
{
    /// <summary>The newest results of a key, newest first.</summary>
    public ValueTask<IReadOnlyList<Sample>> RecentAsync(string key, int most, CancellationToken cancel) => _store.RecentAsync(key, most, cancel);

    /// <summary>Events of a key, newest first, before a place.</summary>
    public ValueTask<IReadOnlyList<(long Place, StatusEvent Event)>> EventsAsync(string key, long? before, int most, CancellationToken cancel) =>
        _store.EventsAsync(key, before, most, cancel);

    /// <summary>The newest events of all keys, newest first.</summary>
    public ValueTask<IReadOnlyList<StatusEvent>> LatestEventsAsync(int most, CancellationToken cancel) => _store.LatestEventsAsync(most, cancel);

    /// <summary>The results of a window, thinned to at most <paramref name="points"/> steps.</summary>
    public async Task<Points> PointsAsync(string key, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var step = Thinning.Step(from, to, points);
        var thinning = new Thinning(from, step);
        await foreach (var sample in _store.SamplesAsync(key, from, to, cancel))
            thinning.Add(sample);
        return new(from, to, step, thinning.Done());
    }

    /// <summary>How long a key was in which status within the window that ends now. Before it was declared, and while no hub ran, nothing is known.</summary>
    public async Task<Uptime> UptimeAsync(string key, TimeSpan window, DateTimeOffset createdAt, DateTimeOffset now, CancellationToken cancel)
    {
        var begin = now - window;
        var from = createdAt <= begin ? begin : createdAt < now ? createdAt : now;
        var events = await _store.EventsWithinAsync(key, from, now, cancel);
        var runs = (await _store.RunsAsync(from, now, cancel)).Select(run => run.Id == _writing.Run ? run with { SeenAt = now } : run);
        return Standing.Add(events, [.. runs], from, now, from - begin);
    }
}
