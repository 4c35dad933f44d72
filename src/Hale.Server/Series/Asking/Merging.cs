using Hale.Server.Series.Coding;

namespace Hale.Server.Series.Asking;

/// <summary>
/// Puts packed samples and the newest ones together in the order of their times. A series has one value at a time: of several of the same millisecond it is the
/// one that came last.
/// </summary>
internal static class Merging
{
    /// <summary>The samples of a window, a chunk's worth at a time. Chunks overlap only where samples came out of order.</summary>
    /// <param name="chunks">Packed; those that hold what the newest samples are, since they were packed just now, are left out.</param>
    /// <param name="first">The series' number of the first of the newest samples.</param>
    /// <param name="newest">As they came.</param>
    /// <param name="from">Milliseconds since 1970, the first that belongs to the window.</param>
    /// <param name="to">The first that does not.</param>
    /// <exception cref="InvalidDataException">A chunk is damaged.</exception>
    public static IEnumerable<ReadOnlyMemory<Measure>> Within(
        IReadOnlyList<ReadOnlyMemory<byte>> chunks, long first, Measure[] newest, long from, long to)
    {
        // Parts that overlap, with the series' number of their first sample: that tells which came last.
        var group = new List<(long First, Measure[] Samples)>();
        var last = 0L;
        foreach (var (number, read) in Parts(chunks, first, newest, to))
        {
            var samples = read();
            if (group.Count > 0 && samples[0].At > last)
            {
                yield return Cut(Merged(group), from, to);
                group.Clear();
            }

            last = group.Count == 0 ? samples[^1].At : Math.Max(last, samples[^1].At);
            group.Add((number, samples));
        }

        if (group.Count > 0)
            yield return Cut(Merged(group), from, to);
    }

    /// <summary>The samples by the order of their times, as they came where it is the same.</summary>
    public static Measure[] InOrder(Measure[] samples)
    {
        for (var i = 1; i < samples.Length; i++)
        {
            if (samples[i].At < samples[i - 1].At)
                return [.. samples.OrderBy(sample => sample.At)];
        }

        return samples;
    }

    // By the time of their first sample, so that what overlaps follows one another; unpacked one at a time.
    private static IEnumerable<(long First, Func<Measure[]> Read)> Parts(IReadOnlyList<ReadOnlyMemory<byte>> chunks, long first, Measure[] newest, long to)
    {
        var parts = new List<(long At, long First, Func<Measure[]> Read)>();
        foreach (var chunk in chunks)
        {
            var start = Chunk.Peek(chunk.Span);
            if (start.First < first && start.At < to)
                parts.Add((start.At, start.First, () => Chunk.Read(chunk.Span).Samples));
        }

        if (newest.Length > 0)
        {
            var ordered = InOrder(newest);
            parts.Add((ordered[0].At, first, () => ordered));
        }

        return parts.OrderBy(part => part.At).Select(part => (part.First, part.Read));
    }

    private static Measure[] Merged(List<(long First, Measure[] Samples)> group)
    {
        var samples = group is [var (_, only)] ? only : InOrder([.. group.OrderBy(part => part.First).SelectMany(part => part.Samples)]);
        for (var i = 1; i < samples.Length; i++)
        {
            if (samples[i].At == samples[i - 1].At)
                return [.. LastOfEach(samples)];
        }

        return samples;
    }

    private static IEnumerable<Measure> LastOfEach(Measure[] samples)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            if (i + 1 == samples.Length || samples[i + 1].At != samples[i].At)
                yield return samples[i];
        }
    }

    private static ReadOnlyMemory<Measure> Cut(Measure[] samples, long from, long to)
    {
        var (start, end) = (Place(samples, from), Place(samples, to));
        return end > start ? samples.AsMemory(start, end - start) : default;
    }

    // The place of the first sample at or after a time.
    private static int Place(Measure[] samples, long at)
    {
        var (low, high) = (0, samples.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (samples[middle].At < at)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
