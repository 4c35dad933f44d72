using Hale.Server.History.Asking;
using Hale.Server.History.Coding;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History.Coding;

/// <summary>Sums of hours come back as they were packed, cost next to nothing, and thin to what the single results thin to.</summary>
public sealed class RollupTests(ITestOutputHelper output)
{
    private const int Rounds = 400;
    private const int ADay = 2_880;

    [Fact]
    public void AnyHours_PackedAndUnpacked_AreTheSame() => Seeds.Each(Rounds, random =>
    {
        var hours = Hour.Of([Sequences.Any(random).OrderBy(reading => reading.At).ToArray()]).Take(Rollup.Most).ToArray();

        var back = Rollup.Read(Rollup.Write(hours));

        Assert.Equal(hours.Select(Told), back.Select(Told));
    });

    [Fact]
    public void AnyResults_ByTheHour_ThinToTheSame() => Seeds.Each(Rounds, random =>
    {
        var readings = Sequences.Ordinary(random, 1 + random.Next(3 * ADay));
        readings[random.Next(readings.Length)] = Sequences.Any(random)[0] with { At = readings[^1].At };
        var from = DateTimeOffset.FromUnixTimeMilliseconds(readings[0].At / Hour.Length * Hour.Length);
        var step = TimeSpan.FromHours(1 + random.Next(40));
        var (plain, summed) = (new Thinning(from, step), new Thinning(from, step));
        var ordered = readings.OrderBy(reading => reading.At).ToArray();

        plain.Add(ordered);
        foreach (var hour in Hour.Of([ordered]))
            summed.Add(hour);

        foreach (var (one, other) in plain.Done().Zip(summed.Done()))
        {
            Assert.Equal(one with { LatencyMs = null }, other with { LatencyMs = null });
            Assert.Equal(one.LatencyMs! with { Avg = 0 }, other.LatencyMs! with { Avg = 0 });
            Assert.Equal(one.LatencyMs.Avg, other.LatencyMs.Avg, 1e-6);
        }
    });

    [Fact]
    public void AnOrdinaryDay_TakesAFewHundredBytes()
    {
        var bytes = Enumerable.Range(0, 50).Average(seed => Rollup.Write(Hour.Of([Sequences.Ordinary(new(seed), ADay)])).Length);
        output.WriteLine($"{bytes:0} bytes a day, {bytes / ADay:0.00} a result");

        Assert.InRange(bytes / ADay, 0, 0.3);
    }

    [Fact]
    public void DamagedBytes_AreSaidToBe() => Seeds.Each(Rounds, random =>
    {
        var bytes = Rollup.Write(Hour.Of([Sequences.Ordinary(random, 500)]));
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
        Assert.Equal("a rollup of version 9; allowed: 1", Assert.Throws<InvalidDataException>(() => Rollup.Read([9])).Message);

    private static string Told(Hour hour) => $"{hour.At} {hour.Checks} {hour.Failures} {hour.Worst} {string.Join(' ', hour.Latencies)}";
}
