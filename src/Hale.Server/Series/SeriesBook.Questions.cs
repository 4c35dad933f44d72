using Hale.Server.Rounds;
using Hale.Server.Series.Asking;
using Hale.Server.Series.Coding;
using Hale.Server.Series.Keeping;

namespace Hale.Server.Series;

internal sealed partial class SeriesBook
{
    /// <summary>The series that every one of the matchers fits, with the sample of each that came last, by name.</summary>
    public IReadOnlyList<(SeriesName Name, Measure Last)> Find(params IReadOnlyList<Matcher> matchers) =>
    [
        .. from track in _tracks.Values
           where matchers.All(matcher => matcher.Fits(track.Name))
           let last = track.Last
           where last is not null
           orderby track.Name.Text
           select (track.Name, last.Value),
    ];

    /// <summary>The samples of a series with <paramref name="from"/> ≤ at &lt; <paramref name="to"/>, in the order of their times, some hundreds at a time.</summary>
    public async ValueTask<IEnumerable<ReadOnlyMemory<Measure>>> SamplesAsync(SeriesName name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel) =>
        _tracks.TryGetValue(name, out var track) ? await WithinAsync(track, from, to, cancel) : [];

    /// <summary>The samples of a window, thinned to at most <paramref name="points"/> steps.</summary>
    /// <remarks>
    /// Beyond the time for which single samples are kept it is answered from the sums of hours: the window then begins with a whole hour, and the steps are
    /// whole hours.
    /// </remarks>
    public Task<Steps> StepsAsync(SeriesName name, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel) =>
        from < _time.GetUtcNow() - _options.Keep ? SumsAsync(name, from, to, points, cancel) : ThinnedAsync(name, from, to, points, cancel);

    private async Task<Steps> ThinnedAsync(SeriesName name, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var length = Thinning.Length(from, to, points);
        var thinning = new Thinning(from, length);
        foreach (var part in await SamplesAsync(name, from, to, cancel))
            thinning.Add(part.Span);
        return new(from, to, length, thinning.Done());
    }

    /// <summary>Sums of hours as far as they were made, and the single samples after that.</summary>
    private async Task<Steps> SumsAsync(SeriesName name, DateTimeOffset from, DateTimeOffset to, int points, CancellationToken cancel)
    {
        var length = Thinning.Hours(from, to, points);
        from = DateTimeOffset.FromUnixTimeMilliseconds(from.ToUnixTimeMilliseconds() / HourSum.Length * HourSum.Length);
        var thinning = new Thinning(from, length);
        if (!_tracks.TryGetValue(name, out var track))
            return new(from, to, length, []);
        var rollups = await _store.RollupsAsync(track.Series, Days.Of(from), Days.Of(to), cancel);
        var (begin, end) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        foreach (var hour in rollups.SelectMany(rollup => Rollup.Read(rollup.Body.Span)).Where(hour => hour.At >= begin && hour.At < end))
            thinning.Add(hour);
        var rest = rollups.Count > 0 ? Days.Start(rollups[^1].Day.AddDays(1)) : from;
        foreach (var part in rest < to ? await WithinAsync(track, rest, to, cancel) : [])
            thinning.Add(part.Span);
        return new(from, to, length, thinning.Done());
    }

    private async ValueTask<IEnumerable<ReadOnlyMemory<Measure>>> WithinAsync(Track track, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // The newest first: what is packed meanwhile is then in both, and left out of one.
        var (first, newest) = track.Newest();
        var chunks = first == 0 ? [] : await _store.ChunksAsync(track.Series, from, cancel);
        return Merging.Within(chunks, first, newest, Ceiling(from), Ceiling(to));
    }

    // Kept times are whole milliseconds: at ≥ from holds for the same ones as at ≥ from rounded up, and at < to likewise.
    private static long Ceiling(DateTimeOffset time)
    {
        var whole = time.ToUnixTimeMilliseconds();
        return DateTimeOffset.FromUnixTimeMilliseconds(whole) < time ? whole + 1 : whole;
    }
}
