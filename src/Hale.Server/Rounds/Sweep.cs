namespace Hale.Server.Rounds;

/// <summary>How long a write-ahead log may become before what it holds is saved elsewhere.</summary>
/// <param name="Bytes">The bytes; more where much is held.</param>
/// <param name="Age">How old.</param>
internal sealed record AheadLimit(long Bytes, TimeSpan Age);

/// <summary>
/// Keeps a write-ahead log short: when it has grown, or has become old, goes round all that is held and has it saved, some with every batch; then what was in
/// the log when the round began is of no use any more.
/// </summary>
/// <param name="count">How many are held; asked every second, and so never by listing them.</param>
/// <param name="all">Lists them, for a round.</param>
internal sealed class Sweep<T>(Func<int> count, Func<IReadOnlyList<T>> all, AheadLimit limit, TimeProvider time)
{
    // A round takes about half a minute, and less where the log grows faster than that.
    private const int Turns = 32;
    private const int Least = 256;

    // A save takes some fifty times as long as the next of the same in the log.
    private const int BytesEach = 128;

    private IReadOnlyList<T> _round = [];
    private int _place;
    private long _through;
    private long _bytes;
    private long _began = time.GetTimestamp();

    /// <summary>Those whose turn it is, and the last row that is of no use any more once they are saved; 0 for none.</summary>
    /// <param name="bytes">By how much the log grows with this batch.</param>
    /// <param name="through">The batch's last row, or the last one before it.</param>
    public (IReadOnlyList<T> Turn, long Trim) Next(long bytes, long through)
    {
        _bytes += bytes;
        var most = Math.Max(limit.Bytes, (long)BytesEach * count());
        if (_place == _round.Count)
        {
            if (_bytes == 0 || (_bytes < most && time.GetElapsedTime(_began) < limit.Age))
                return ([], 0);
            (_round, _place, _through, _bytes, _began) = (all(), 0, through, 0, time.GetTimestamp());
        }

        var share = Math.Max(_round.Count / Turns, (int)Math.Min(_round.Count, _round.Count * (double)bytes / most));
        var turn = _round.Skip(_place).Take(Math.Max(Least, share)).ToArray();
        _place += turn.Length;
        if (_place < _round.Count)
            return (turn, 0);
        (_round, _place) = ([], 0);
        return (turn, _through);
    }
}
