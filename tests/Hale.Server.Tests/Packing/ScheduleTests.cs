using Hale.Server.Packing;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Packing;

public sealed class ScheduleTests
{
    private const long Start = 1_762_336_800_000;

    [Fact]
    public void AnyTimes_WrittenAndRead_AreTheSame()
    {
        Seeds.Each(2_000, random =>
        {
            var (step, late, wild) = (random.NextInt64(1L << random.Next(1, 40)), 1 << random.Next(20), random.Next(3) == 0);
            var times = new long[1 + random.Next(600)];
            for (var i = 0; i < times.Length; i++)
                times[i] = wild ? random.NextInt64(long.MinValue / 4, long.MaxValue / 4) : unchecked(Start + i * step + random.Next(late) - random.Next(2) * late);

            Assert.Equal(times, Read(Write(times, out _), times.Length, times[0]));
        });
    }

    [Fact]
    public void TimesOfATimer_TakeHardlyMoreThanTheyTell()
    {
        // Late by nothing half of the time, by a millisecond a quarter of the time, and so on: two bits of news each.
        var random = new Random(1);
        long[] times = [.. Enumerable.Range(0, 4_096).Select(i => Start + 30_000L * i + long.LeadingZeroCount(random.NextInt64(long.MaxValue)))];

        Write(times, out var bits);

        Assert.InRange((double)bits / times.Length, 1.95, 2.1);
    }

    [Fact]
    public void TimesThatDrift_AreHeldAgainstTheAverage()
    {
        // The step is not a whole number of milliseconds, so that the schedule is left behind ever further.
        long[] times = [.. Enumerable.Range(0, 4_096).Select(i => Start + 30_000L * i + i / 8)];

        Write(times, out var bits);

        Assert.InRange((double)bits / times.Length, 1, 3);
    }

    private static byte[] Write(long[] times, out int bits)
    {
        var bytes = new byte[32 + times.Length * 12];
        var place = 0;
        var schedule = Schedule.Of(times);
        schedule.Write(bytes, ref place);
        var to = new BitWriter(bytes.AsSpan(place));
        schedule.WriteTimes(times, ref to);
        bits = 8 * to.Finish();
        return bytes;
    }

    private static long[] Read(byte[] bytes, int count, long first)
    {
        var place = 0;
        var schedule = Schedule.Read(bytes, ref place, steady: false);
        var from = new BitReader(bytes.AsSpan(place));
        var times = new long[count];
        schedule.ReadTimes(times, first, ref from);
        Assert.False(from.Overrun);
        return times;
    }
}
