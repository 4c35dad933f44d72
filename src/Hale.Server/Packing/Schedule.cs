namespace Hale.Server.Packing;

/// <summary>
/// The times of one series in two or three bits each: every one but the first as its distance from where the schedule that they follow has it, in adaptive Rice codes. What a
/// timer starts is late, never early, and a little late far more often than much; held against the least late one, such times have no sign and need a bit less. Others are
/// held against how late those before were on average.
/// </summary>
internal readonly struct Schedule
{
    // Nothing of a schedule is so far away: a sum of these does not overflow.
    private const ulong Far = 1L << 40;

    private readonly long _step;
    private readonly long? _least;

    private Schedule(long step, long? least) => (_step, _least) = (step, least);

    /// <summary>The one that times follow best; of one time, or none, any.</summary>
    public static Schedule Of(ReadOnlySpan<long> times)
    {
        if (times.IsEmpty)
            return default;
        var step = Step(times);
        var (grid, least, misses) = (new Grid(times[0], step, null), long.MaxValue, 0UL);
        foreach (var at in times[1..])
        {
            misses += Math.Min(Varint.Fold(grid.Miss(at)), Far);
            least = Math.Min(least, grid.Late);
        }

        var (above, over) = (new Grid(times[0], step, least), 0UL);
        foreach (var at in times[1..])
            over += Math.Min((ulong)above.Miss(at), Far);
        return new(step, over < misses ? least : null);
    }

    /// <summary>Reads one.</summary>
    /// <param name="steady">Whether it was written before there was a choice, and its times are held against the average.</param>
    /// <exception cref="InvalidDataException">It is cut short.</exception>
    public static Schedule Read(ReadOnlySpan<byte> from, ref int place, bool steady)
    {
        var step = Varint.Unfold(Varint.Read(from, ref place));
        var least = steady ? 0 : Varint.Read(from, ref place);
        return new(step, least == 0 ? null : Varint.Unfold(least - 1));
    }

    /// <summary>Writes it: the step in milliseconds, folded; how late the least late time is, folded and one more, or 0 where times are held against the average.</summary>
    public void Write(Span<byte> to, ref int place)
    {
        Varint.Write(to, ref place, Varint.Fold(_step));
        Varint.Write(to, ref place, _least is { } least ? Varint.Fold(least) + 1 : 0);
    }

    /// <summary>Whether each time is just a step after the one before.</summary>
    public bool IsKept(ReadOnlySpan<long> times)
    {
        for (var i = 1; i < times.Length; i++)
        {
            if (unchecked(times[i] - times[i - 1]) != _step)
                return false;
        }

        return true;
    }

    /// <summary>Fills in times that each are just a step after the one before.</summary>
    public void Keep(Span<long> times, long first)
    {
        for (var i = 0; i < times.Length; i++)
            times[i] = unchecked(first + i * _step);
    }

    /// <summary>Writes all times but the first.</summary>
    public void WriteTimes(ReadOnlySpan<long> times, ref BitWriter to)
    {
        var grid = new Grid(times[0], _step, _least);
        var code = Rice.Expecting(4);
        foreach (var at in times[1..])
        {
            if (_least is null)
                code.Write(ref to, grid.Miss(at));
            else
                code.WriteWhole(ref to, (ulong)grid.Miss(at));
        }
    }

    /// <summary>Reads as many times as there is room for, the first of which is known.</summary>
    public void ReadTimes(Span<long> times, long first, ref BitReader from)
    {
        var grid = new Grid(first, _step, _least);
        var code = Rice.Expecting(4);
        for (var i = 0; i < times.Length; i++)
            times[i] = i == 0 ? first : grid.At(_least is null ? code.Read(ref from) : (long)code.ReadWhole(ref from));
    }

    // The middle one of some distances: a schedule's, whatever was missed or came early.
    private static long Step(ReadOnlySpan<long> times)
    {
        Span<long> distances = stackalloc long[Math.Min(31, times.Length - 1)];
        for (var i = 0; i < distances.Length; i++)
        {
            var at = (int)((long)i * (times.Length - 1) / distances.Length);
            distances[i] = unchecked(times[at + 1] - times[at]);
        }

        distances.Sort();
        return distances.IsEmpty ? 0 : distances[distances.Length / 2];
    }
}
