using Hale.Server.Series;
using Hale.Server.Series.Coding;
using Hale.Server.Series.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Series.Coding;

/// <summary>Every sequence of samples comes back bit for bit, by chunk, by head and by row; damaged bytes are said to be damaged.</summary>
public sealed class ChunkTests(ITestOutputHelper output)
{
    private const int Rounds = 600;

    [Fact]
    public void AnySequence_PackedAndUnpacked_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var samples = Sequences.Any(random);
            var first = random.NextInt64(long.MaxValue);

            var (back, unpacked) = Chunk.Read(Chunk.Write(samples, first));

            Assert.Equal(first, back);
            Assert.Equal(Sequences.Bits(samples), Sequences.Bits(unpacked));
        });
    }

    [Fact]
    public void AnySequence_ThroughAHead_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var samples = Sequences.Any(random);
            var head = new Head(7);
            foreach (var sample in samples)
                head.Add(sample);
            Assert.Equal(Sequences.Bits(samples), Sequences.Bits(head.Read()));
            Assert.Equal(Sequences.Bits(samples[^1..]), Sequences.Bits([head.Last]));

            var dropped = random.Next(samples.Length + 1);
            head.Drop(dropped);

            Assert.Equal((7 + dropped, samples.Length - dropped), (head.First, head.Count));
            Assert.Equal(Sequences.Bits(samples[dropped..]), Sequences.Bits(head.Read()));
        });
    }

    [Fact]
    public void AnySequence_ThroughARow_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var samples = Sequences.Any(random);
            var (row, expected, found) = (new Row(random.Next(10_000)), new List<int>(), new List<(int Series, Measure Sample)>());
            foreach (var sample in samples)
            {
                var series = random.Next(2) == 0 ? expected.LastOrDefault() + 1 : random.Next(1 << random.Next(31));
                Assert.True(row.Add(series, sample));
                expected.Add(series);
            }

            Row.Read(row.Body.Span, (series, sample) => found.Add((series, sample)));

            Assert.Equal(expected, found.Select(each => each.Series));
            Assert.Equal(Sequences.Bits(samples), Sequences.Bits(found.Select(each => each.Sample)));
        });
    }

    [Fact]
    public void Row_WithoutRoom_RefusesAndKeepsWhatItHas()
    {
        var row = new Row(0);
        var count = 0;
        while (row.Add(count % 2 == 0 ? int.MaxValue - 1 : 0, new(count, Math.PI)))
            count++;

        var found = 0;
        Row.Read(row.Body.Span, (_, sample) => Assert.Equal(found++, sample.At));

        Assert.Equal(count, found);
        Assert.InRange(row.Length, Row.Room - 100, Row.Room);
    }

    [Fact]
    public void ChunkOfVersion1_IsRead()
    {
        const string Old = "ASgHgPSrt8pmsuoBARkG2+3e8553nvnfdZ41rjeuN643rjeuN64gAQEAAXLRZLJZLJbs8nkslksluzyeSyWSyW4=";

        var (first, samples) = Chunk.Read(Convert.FromBase64String(Old));

        Assert.Equal((7, 40), (first, samples.Length));
        Assert.All(samples, (sample, i) => Assert.Equal(new Measure(1_762_336_800_000 + 15_000L * i + i % 3, i * 7 % 13 / 10.0), sample));
    }

    [Fact]
    public void AnyDay_PackedAndUnpacked_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var hours = HourSum.Of([Sequences.Each(1 + random.Next(5_000), random, i => Math.Round(random.NextDouble() * i, random.Next(4)))]).Take(Rollup.Most).ToArray();

            Assert.Equal(hours, Rollup.Read(Rollup.Write(hours)));
        });
    }

    [Fact]
    public void DamagedBytes_AreRefusedOrReadAsSomething_NeverWorse()
    {
        Seeds.Each(5_000, random =>
        {
            var samples = Sequences.Any(random);
            var row = new Row(0);
            foreach (var sample in samples)
                row.Add(random.Next(1_000), sample);
            Try(Damage(Chunk.Write(samples, 5), random), bytes => Chunk.Read(bytes));
            Try(Damage(row.Body.ToArray(), random), bytes => Row.Read(bytes, (_, _) => { }));
        });

        static void Try(byte[] bytes, Action<byte[]> read)
        {
            try
            {
                read(bytes);
            }
            catch (InvalidDataException)
            {
                // The one thing that damaged bytes may end in.
            }
        }
    }

    [Theory]
    [InlineData("percent", 1.5)]
    [InlineData("counter", 1.5)]
    [InlineData("memory", 1.6)]
    [InlineData("constant", 0.4)]
    [InlineData("random", 8.7)]
    public void DayOfAMetric_TakesAsMuchAsItTells(string kind, double most)
    {
        var random = new Random(1);
        const int Day = 86_400 / 15;
        var samples = kind switch
        {
            "percent" => Sequences.Percent(random, Day),
            "counter" => Sequences.Counter(random, Day),
            "memory" => Sequences.Memory(random, Day),
            "constant" => Sequences.Each(Day, random, _ => 0.1),
            _ => Sequences.Each(Day, random, _ => random.NextDouble()),
        };

        var bytes = samples.Chunk(Chunk.Full).Sum(part => Chunk.Write(part, 0).Length);

        output.WriteLine($"{kind}: {(double)bytes / Day:0.000} bytes a sample");
        Assert.InRange((double)bytes / Day, 0.05, most);
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        if (random.Next(3) == 0)
            return bytes[..random.Next(bytes.Length)];
        for (var times = 1 + random.Next(4); times > 0; times--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }
}
