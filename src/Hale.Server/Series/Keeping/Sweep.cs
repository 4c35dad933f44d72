namespace Hale.Server.Series.Keeping;

/// <summary>
/// Keeps the write-ahead log short: when it has grown, or has become old, goes round all tracks and has them saved, some with every batch; then what was in
/// the log when the round began is of no use any more.
/// </summary>
internal sealed class Sweep(Func<IReadOnlyList<Track>> all, SeriesOptions options, TimeProvider time)
{
    // A round takes about half a minute, and less where the log grows faster than that.
    private const int Turns = 32;
    private const int Least = 256;

    // A track's save takes some fifty times as long as its next sample in the log.
    private const int BytesPerTrack = 128;

    private IReadOnlyList<Track> _round = [];
    private int _place;
    private long _through;
    private long _bytes;
    private long _began = time.GetTimestamp();

    /// <summary>The tracks whose turn it is, and the last row that is of no use any more once they are saved; 0 for none.</summary>
    /// <param name="bytes">By how much the log grows with this batch.</param>
    /// <param name="through">The batch's last row, or the last one before it.</param>
    public (IReadOnlyList<Track> Tracks, long Trim) Next(long bytes, long through)
    {
        _bytes += bytes;
        var under = _place < _round.Count;
        if (!under && (_bytes == 0 || !Due))
            return ([], 0);
        if (!under)
            (_round, _place, _through, _bytes, _began) = (all(), 0, through, 0, time.GetTimestamp());
        var share = Math.Max(_round.Count / Turns, (int)Math.Min(_round.Count, _round.Count * (double)bytes / Limit));
        var tracks = _round.Skip(_place).Take(Math.Max(Least, share)).ToArray();
        _place += tracks.Length;
        if (_place < _round.Count)
            return (tracks, 0);
        (_round, _place) = ([], 0);
        return (tracks, _through);
    }

    private long Limit => Math.Max(options.Ahead, (long)BytesPerTrack * all().Count);

    private bool Due => _bytes >= Limit || time.GetElapsedTime(_began) >= options.AheadFor;
}
