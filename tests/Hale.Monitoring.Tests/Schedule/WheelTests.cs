using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Schedule;

namespace Hale.Monitoring.Tests.Schedule;

public sealed class WheelTests
{
    [Fact]
    public void Take_SeveralRoundsAway_ComesInItsOwn()
    {
        var wheel = new Wheel(64);
        wheel.Arm(0, 10);
        wheel.Arm(1, 10 + 64);
        wheel.Arm(2, 10 + 640);

        Assert.Equal([0], Take(wheel, 10));
        Assert.Equal([], Take(wheel, 73));
        Assert.Equal([1], Take(wheel, 74));
        Assert.Equal([2], Take(wheel, 5000));
        Assert.Equal(0, wheel.Count);
    }

    [Fact]
    public void Take_OneTick_IsInTheOrderOfArming()
    {
        var wheel = new Wheel(64);
        foreach (var entry in new[] { 5, 3, 9, 1 })
            wheel.Arm(entry, 7);
        wheel.Arm(3, 7);
        Assert.Equal([5, 9, 1, 3], Take(wheel, 7));
    }

    [Fact]
    public void Arm_InThePast_ComesWithTheNextTick()
    {
        var wheel = new Wheel(64);
        Take(wheel, 100);
        wheel.Arm(0, 50);
        Assert.Equal(101, wheel.Next);
        Assert.Equal([0], Take(wheel, 101));
    }

    [Fact]
    public void Rearm_InSteadyState_AllocatesNothing()
    {
        var wheel = new Wheel();
        var due = new List<int>(2000);
        for (var entry = 0; entry < 1000; entry++)
            wheel.Arm(entry, entry * 6);
        wheel.Take(1, due);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var tick = 2; tick < 20_000; tick++)
        {
            due.Clear();
            wheel.Take(tick, due);
            foreach (var entry in due)
                wheel.Arm(entry, tick + 6000);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(100)]
    public void New_NotAPowerOfTwo_IsRefused(int buckets) => Assert.Throws<ArgumentOutOfRangeException>(() => new Wheel(buckets));

    // What a wheel does, done with a plain list.
    [Fact]
    public void AnySequence_HandsOutWhatAListWould()
    {
        var acts = Gen.OneOf(
            from entry in Gen.Choose(0, 20) from ahead in Gen.Choose(-5, 500) select new Act(entry, ahead, 0),
            from entry in Gen.Choose(0, 20) select new Act(entry, null, 0),
            from forward in Gen.Frequency((5, Gen.Choose(0, 30)), (1, Gen.Choose(60, 300))) select new Act(-1, null, forward)).ListOf();
        Prop.ForAll(acts.ToArbitrary(), Follow).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    private static void Follow(IEnumerable<Act> acts)
    {
        var (wheel, list, now) = (new Wheel(64), new Dictionary<int, long>(), 0L);
        foreach (var act in acts.Append(new(-1, null, 1000)))
        {
            if (act.Entry < 0)
            {
                now += act.Forward;
                var due = list.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList();
                due.ForEach(entry => list.Remove(entry));
                Assert.Equal(due.Order(), Take(wheel, now).Order());
            }
            else if (act.Ahead is { } ahead)
            {
                list[act.Entry] = Math.Max(now + ahead, now + 1);
                wheel.Arm(act.Entry, now + ahead);
            }
            else
            {
                list.Remove(act.Entry);
                wheel.Disarm(act.Entry);
            }

            Assert.Equal(list.Count, wheel.Count);
            // Never later than the first that is due, and never in the past.
            Assert.Equal(list.Count == 0, wheel.Next is null);
            if (wheel.Next is { } next)
                Assert.InRange(next, now + 1, list.Values.Min());
        }
    }

    private static List<int> Take(Wheel wheel, long now)
    {
        var due = new List<int>();
        wheel.Take(now, due);
        return due;
    }

    private sealed record Act(int Entry, int? Ahead, int Forward);
}
