using Hale.Server.History.Coding;

namespace Hale.Server.History.Asking;

/// <summary>Puts packed results and the newest ones together in the order of their times; of one instant, as they came.</summary>
internal static class Ordering
{
    /// <summary>The results of a window, a chunk's worth at a time. Chunks overlap only where a clock was set back.</summary>
    /// <param name="chunks">Packed; those that hold what the newest results are, since they were packed just now, are left out.</param>
    /// <param name="first">The series' number of the first of the newest results.</param>
    /// <param name="from">Milliseconds since 1970, the first that belongs to the window.</param>
    /// <param name="to">The first that does not.</param>
    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<Reading>> Within(
        IReadOnlyList<ReadOnlyMemory<byte>> chunks, long first, Reading[] newest, long from, long to)
    {
        Reading[] group = [];
        foreach (var part in Parts(chunks, first, newest, to))
        {
            var readings = part();
            if (group.Length > 0 && readings[0].At >= group[^1].At)
            {
                yield return Cut(group, from, to);
                group = readings;
            }
            else
            {
                group = group.Length == 0 ? readings : InOrder([.. group, .. readings]);
            }
        }

        if (group.Length > 0)
            yield return Cut(group, from, to);
    }

    /// <summary>The results by the order of their times, as they came where it is the same.</summary>
    public static Reading[] InOrder(Reading[] readings)
    {
        for (var i = 1; i < readings.Length; i++)
        {
            if (readings[i].At < readings[i - 1].At)
                return [.. readings.OrderBy(reading => reading.At)];
        }

        return readings;
    }

    // By the time of their first result, so that what overlaps follows one another; unpacked one at a time.
    private static IEnumerable<Func<Reading[]>> Parts(IReadOnlyList<ReadOnlyMemory<byte>> chunks, long first, Reading[] newest, long to)
    {
        var parts = new List<(long At, long First, Func<Reading[]> Read)>();
        foreach (var chunk in chunks)
        {
            var start = Chunk.Peek(chunk.Span);
            if (start.First < first && start.At < to)
                parts.Add((start.At, start.First, () => Chunk.Read(chunk.Span).Readings));
        }

        if (newest.Length > 0)
        {
            var ordered = InOrder(newest);
            parts.Add((ordered[0].At, first, () => ordered));
        }

        return parts.OrderBy(part => part.At).ThenBy(part => part.First).Select(part => part.Read);
    }

    private static ReadOnlyMemory<Reading> Cut(Reading[] readings, long from, long to)
    {
        var (start, end) = (Place(readings, from), Place(readings, to));
        return end > start ? readings.AsMemory(start, end - start) : default;
    }

    // The place of the first result at or after a time.
    private static int Place(Reading[] readings, long at)
    {
        var (low, high) = (0, readings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (readings[middle].At < at)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
