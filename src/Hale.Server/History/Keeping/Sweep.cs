namespace Hale.Server.History.Keeping;

/// <summary>
/// Keeps the write-ahead log short: when it has grown, or has become old, goes round all pages and has them saved, some with every batch; then what was in
/// the log when the round began is of no use any more.
/// </summary>
/// <param name="count">How many pages there are; asked every second, and so never by listing them.</param>
/// <param name="all">Lists them, for a round.</param>
internal sealed class Sweep(Func<int> count, Func<IReadOnlyList<Page>> all, HistoryOptions options, TimeProvider time)
{
    // A round takes about half a minute.
    private const int Turns = 32;
    private const int Least = 256;

    // A page's save takes some fifty times as long as its next result in the log.
    private const int BytesPerPage = 128;

    private IReadOnlyList<Page> _round = [];
    private int _place;
    private long _through;
    private long _bytes;
    private long _began = time.GetTimestamp();

    /// <summary>The pages whose turn it is, and the last row that is of no use any more once they are saved; 0 for none.</summary>
    /// <param name="bytes">By how much the log grows with this batch.</param>
    /// <param name="through">The batch's last row, or the last one before it.</param>
    public (IReadOnlyList<Page> Pages, long Trim) Next(long bytes, long through)
    {
        _bytes += bytes;
        if (_place == _round.Count && (_bytes == 0 || !Due()))
            return ([], 0);
        if (_place == _round.Count)
            (_round, _place, _through, _bytes, _began) = (all(), 0, through, 0, time.GetTimestamp());
        var pages = _round.Skip(_place).Take(Math.Max(Least, _round.Count / Turns)).ToArray();
        _place += pages.Length;
        if (_place < _round.Count)
            return (pages, 0);
        (_round, _place) = ([], 0);
        return (pages, _through);
    }

    private bool Due() =>
        _bytes >= Math.Max(options.Ahead, (long)BytesPerPage * count()) || time.GetElapsedTime(_began) >= options.AheadFor;
}
