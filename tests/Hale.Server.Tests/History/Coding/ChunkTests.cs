using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History.Coding;

/// <summary>Every sequence of results comes back as it was packed, by chunk, by head and by row; damaged bytes are said to be damaged.</summary>
public sealed class ChunkTests(ITestOutputHelper output)
{
    private const int Rounds = 400;

    [Fact]
    public void AnySequence_PackedAndUnpacked_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var readings = Sequences.Any(random);
            var first = random.NextInt64(long.MaxValue);

            var (back, unpacked) = Chunk.Read(Chunk.Write(readings, first));

            Assert.Equal(first, back);
            Assert.Equal(readings, unpacked);
        });
    }

    [Fact]
    public void AnySequence_ThroughAHead_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var readings = Sequences.Any(random);
            var head = new Head(7);
            foreach (var reading in readings)
                head.Add(reading);
            Assert.Equal(readings, head.Read());

            var dropped = random.Next(readings.Length + 1);
            head.Drop(dropped);

            Assert.Equal((7 + dropped, readings.Length - dropped), (head.First, head.Count));
            Assert.Equal(readings[dropped..], head.Read());
        });
    }

    [Fact]
    public void AnySequence_ThroughARow_IsTheSame()
    {
        Seeds.Each(Rounds, random =>
        {
            var readings = Sequences.Any(random);
            var (row, expected, found) = (new Row(random.Next(10_000)), new List<(int, Reading)>(), new List<(int, Reading)>());
            foreach (var reading in readings)
            {
                var series = random.Next(1 << random.Next(31));
                Assert.True(row.Add(series, reading));
                expected.Add((series, reading));
            }

            Row.Read(row.Finish(), (series, reading) => found.Add((series, reading)));

            Assert.Equal(expected, found);
        });
    }

    [Fact]
    public void Row_WithoutRoom_RefusesAndKeepsWhatItHas()
    {
        var row = new Row(0);
        var count = 0;
        while (row.Add(int.MaxValue, new(count, 0, Status.Up, null, null)))
            count++;

        var found = 0;
        Row.Read(row.Finish(), (_, reading) => Assert.Equal(found++, reading.At));

        Assert.Equal(count, found);
        Assert.InRange(row.Length, Row.Room - 100, Row.Room);
    }

    [Fact]
    public void DamagedBytes_AreRefusedOrReadAsSomething_NeverWorse()
    {
        Seeds.Each(5_000, random =>
        {
            var readings = Sequences.Any(random);
            var row = new Row(0);
            foreach (var reading in readings)
                row.Add(random.Next(1_000), reading);
            Try(Damage(Chunk.Write(readings, 5), random), bytes => Chunk.Read(bytes));
            Try(Damage(row.Finish(), random), bytes => Row.Read(bytes, (_, _) => { }));
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

    [Fact]
    public void EndlessNewMessages_AreKeptAsFarAsThereIsRoom()
    {
        var readings = Enumerable.Range(0, 2_000)
            .Select(i => new Reading(i, LatencyScale.None, Status.Down, FailureKind.Body, $"{i} {new string('x', 100)}")).ToArray();

        var bytes = Chunk.Write(readings, 0);

        Assert.InRange(bytes.Length, Texts.Room / 2, 2 * Texts.Room);
        var unpacked = Chunk.Read(bytes).Readings;
        Assert.Equal(readings[0], unpacked[0]);
        Assert.Equal(readings[^1] with { Message = null }, unpacked[^1]);
    }

    [Fact]
    public void Latencies_AreKeptWithinSixTenthsOfAPercent()
    {
        for (var latency = 0.001; latency < 3_600_000; latency *= 1.0001)
            Assert.InRange(LatencyScale.Milliseconds(LatencyScale.Of(latency))!.Value / latency, 1 - 0.006, 1 + 0.006);
        Assert.Equal(0, LatencyScale.Of(0));
        Assert.Equal(LatencyScale.Last, LatencyScale.Of(double.MaxValue));
        Assert.Null(LatencyScale.Milliseconds(LatencyScale.Of(null)));
    }

    [Fact]
    public void MonthOfAnOrdinaryService_TakesLittleMoreThanAByteAResult()
    {
        var readings = Sequences.Ordinary(new(1), 86_400);

        var bytes = readings.Chunk(Chunk.Full).Sum(part => Chunk.Write(part, 0).Length);

        output.WriteLine($"{(double)bytes / readings.Length:0.000} bytes a result");
        Assert.InRange((double)bytes / readings.Length, 0.5, 1.3);
    }

    [Fact]
    public void ChunkOfVersion1_IsRead()
    {
        const string Old = "ASgHgPSrt8pmAQdyZWZ1c2VkAwkKFwMAAwkb4tQDBAbb7d7znnee+d91njWuN643rjeuN643rj//+LrwOBEARAEQCEhSAygTADgDgkAkkOgqBqCwDgLA";

        var (first, readings) = Chunk.Read(Convert.FromBase64String(Old));

        Assert.Equal((7, 40), (first, readings.Length));
        Assert.All(readings, (reading, i) => Assert.Equal(
            i is >= 10 and < 13
                ? new Reading(1_762_336_800_000 + 30_000L * i + i % 3, LatencyScale.None, Status.Down, FailureKind.Refused, "refused")
                : new Reading(1_762_336_800_000 + 30_000L * i + i % 3, 700 + i * 7 % 13, Status.Up, null, null),
            reading));
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
