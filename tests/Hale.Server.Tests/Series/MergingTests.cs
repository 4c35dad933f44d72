using Hale.Server.Series;
using Hale.Server.Series.Asking;
using Hale.Server.Series.Coding;
using Hale.Server.Tests.Series.Coding;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Series;

/// <summary>However samples are parted into chunks and a head, a question has the answer that all of them in one list give.</summary>
public sealed class MergingTests
{
    [Fact]
    public void Within_AnySplitAndAnyOrder_IsTheNaiveAnswer()
    {
        Seeds.Each(1_000, random =>
        {
            var samples = Disordered(random);
            var (chunks, first) = Split(samples, random);
            var (from, to) = (random.Next(-5, 1_100), random.Next(-5, 1_100));

            var found = Merging.Within(chunks, first, samples[first..], from, to).SelectMany(part => part.ToArray());

            Assert.Equal(Sequences.Bits(Naive(samples, from, to)), Sequences.Bits(found));
        });
    }

    [Fact]
    public void Thinned_AnySplit_IsTheNaiveAnswer()
    {
        Seeds.Each(300, random =>
        {
            var samples = Disordered(random);
            var (chunks, first) = Split(samples, random);
            var (start, length) = (DateTimeOffset.UnixEpoch, TimeSpan.FromMilliseconds(1 + random.Next(300)));
            var thinning = new Thinning(start, length);

            foreach (var part in Merging.Within(chunks, first, samples[first..], 0, 1_000))
                thinning.Add(part.Span);

            var expected = from sample in Naive(samples, 0, 1_000)
                           where !double.IsNaN(sample.Value)
                           group sample.Value by sample.At / (long)length.TotalMilliseconds into step
                           select new Step(start + step.Key * length, step.Count(), step.Min(), step.Average(), step.Max());
            Assert.Equal(expected, thinning.Done());
        });
    }

    [Fact]
    public void SameMillisecond_TheOneThatCameLastCounts()
    {
        Measure[] samples = [new(10, 1), new(10, 2), new(5, 3), new(5, 4), new(10, 5)];

        var found = Merging.Within([Chunk.Write(Merging.InOrder(samples[..3]), 0)], 3, samples[3..], 0, 100).SelectMany(part => part.ToArray());

        Assert.Equal([new(5, 4), new(10, 5)], found);
    }

    private static Measure[] Disordered(Random random)
    {
        var (count, chance, at) = (1 + random.Next(200), random.Next(1, 20), 0L);
        var samples = new Measure[count];
        for (var i = 0; i < count; i++)
        {
            at = random.Next(chance) == 0 ? random.Next(1_000) : Math.Min(999, at + random.Next(6));
            samples[i] = new(at, random.Next(9) == 0 ? double.NaN : i);
        }

        return samples;
    }

    /// <summary>As the room does it: each chunk in the order of its times, known by how many came before.</summary>
    private static (List<ReadOnlyMemory<byte>> Chunks, int First) Split(Measure[] samples, Random random)
    {
        var (chunks, first) = (new List<ReadOnlyMemory<byte>>(), 0);
        while (random.Next(6) > 0 && first < samples.Length - 1)
        {
            var size = 1 + random.Next(samples.Length - first - 1);
            chunks.Add(Chunk.Write(Merging.InOrder(samples[first..(first + size)]), first));
            first += size;
        }

        // The store answers by the time of the last sample, and one that was packed while it was asked is in both.
        return ([.. chunks.OrderBy(chunk => Chunk.Read(chunk.Span).Samples[^1].At)], first);
    }

    private static IEnumerable<Measure> Naive(Measure[] samples, long from, long to)
    {
        var byTime = new SortedDictionary<long, Measure>();
        foreach (var sample in samples)
            byTime[sample.At] = sample;
        return byTime.Values.Where(sample => sample.At >= from && sample.At < to);
    }
}
