using Hale.Monitoring.Health;
using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History.Coding;

/// <summary>Sums of days come back as they were packed, cost next to nothing, and thin to what the single results thin to.</summary>
public sealed class RollupTests(ITestOutputHelper output)
{
    private const int Rounds = 400;
    private const int ADay = 2_880;

    [Fact]
    public void AnyDay_PackedAndUnpacked_IsTheSame() => Seeds.Each(Rounds, random =>
    {
        var day = DaySum.Of([ADayOf(Sequences.Any(random))])!;

        var back = Rollup.Read(Rollup.Write(day));

        Assert.Equal(day.Hours, back.Hours);
        Assert.Equal(day.Latencies, back.Latencies);
    });

    [Fact]
    public void AnyDays_ThinToWhatTheirResultsThinTo() => Seeds.Each(Rounds, random =>
    {
        var days = Enumerable.Range(0, 1 + random.Next(6)).Select(day => ADayOf(random.Next(4) == 0 ? Sequences.Any(random) : Sequences.Ordinary(random, 1 + random.Next(ADay)), day)).ToArray();
        var step = random.Next(2) == 0 ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1 + random.Next(3));
        var from = DateTimeOffset.FromUnixTimeMilliseconds(days[0][0].At / DaySum.Day * DaySum.Day);
        var (plain, summed) = (new Thinning(from, step), new Thinning(from, step));
        foreach (var day in days)
        {
            plain.Add(day);
            summed.Add(DaySum.Of([day])!);
        }

        foreach (var (one, other) in plain.Done().Zip(summed.Done(), (one, other) => (one, other)))
        {
            Assert.Equal(one with { LatencyMs = null }, other with { LatencyMs = null });
            Assert.Equal(one.LatencyMs is null, other.LatencyMs is null);
            if (one.LatencyMs is null)
                continue;
            Assert.Equal(one.LatencyMs with { Avg = 0 }, other.LatencyMs! with { Avg = 0 });
            Assert.Equal(1, other.LatencyMs.Avg / one.LatencyMs.Avg, 0.006);
        }
    });

    [Fact]
    public void AnOrdinaryDay_TakesAFewHundredBytes()
    {
        var bytes = Enumerable.Range(0, 50).Average(seed => Rollup.Write(DaySum.Of([ADayOf(Sequences.Ordinary(new(seed), ADay))])!).Length);
        output.WriteLine($"{bytes:0} bytes a day, {bytes / ADay:0.00} a result");

        Assert.InRange(bytes / ADay, 0, 0.1);
    }

    [Fact]
    public void DamagedBytes_AreSaidToBe() => Seeds.Each(Rounds, random =>
    {
        var bytes = Rollup.Write(DaySum.Of([ADayOf(Sequences.Ordinary(random, 500))])!);
        if (random.Next(2) == 0)
            bytes = bytes[..random.Next(bytes.Length)];
        else
            random.NextBytes(bytes.AsSpan(random.Next(bytes.Length)));

        try
        {
            Rollup.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // As it should; what happens to be legible has no sum of its own to be held against.
        }
    });

    [Fact]
    public void OtherVersion_IsSaidToBe() =>
        Assert.Equal("a rollup of version 9; allowed: 1, 2", Assert.Throws<InvalidDataException>(() => Rollup.Read([9])).Message);

    [Fact]
    public void Version1_IsRead()
    {
        var day = Rollup.Read(Convert.FromBase64String("AcLwHQF8Hf//8XYQGGAGy8MiIhEiIiE="));

        Assert.Equal([(489_538L, 40, 3, Status.Down)], day.Hours.Select(hour => (hour.At, hour.Checks, hour.Failures, hour.Worst)));
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i is < 10 or >= 13).CountBy(i => 700 + i * 7 % 13).OrderBy(each => each.Key).Select(each => (each.Key, each.Value)), day.Latencies);
    }

    /// <summary>The results, somewhere within one day and in the order of their times.</summary>
    private static Reading[] ADayOf(Reading[] readings, int day = 0) =>
        [.. readings.Select(reading => reading with { At = (20_000L + day) * DaySum.Day + (reading.At % DaySum.Day + DaySum.Day) % DaySum.Day }).OrderBy(reading => reading.At)];
}
