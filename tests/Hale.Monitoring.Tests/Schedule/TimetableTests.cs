using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Schedule;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Schedule;

public sealed class TimetableTests
{
    [Fact]
    public void Arm_AnyMoment_IsDueAtTheFirstTickThatIsNotBeforeIt() =>
        Prop.ForAll(
            Gen.Choose(1, 100_000_000).ToArbitrary(),
            microseconds =>
            {
                var (time, asked) = (new ManualTime(), TimeSpan.FromMicroseconds(microseconds));
                var table = new Timetable(time);

                var due = table.Arm(7, asked);

                Assert.InRange(due - asked, TimeSpan.Zero, Timetable.Tick - TimeSpan.FromTicks(1));
                Assert.Equal(0, due.Ticks % Timetable.Tick.Ticks);
                Assert.Empty(Taken(table, due - TimeSpan.FromTicks(1)));
                Assert.Equal([7], Taken(table, due));
            }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Arm_ThoseOfATick_AreDueTogether()
    {
        var table = new Timetable(new ManualTime());
        table.Arm(1, Timetable.Tick + TimeSpan.FromTicks(1));
        table.Arm(2, 2 * Timetable.Tick);
        table.Arm(3, (2 * Timetable.Tick) + TimeSpan.FromTicks(1));

        Assert.Equal(2 * Timetable.Tick, table.Next);
        Assert.Equal([1, 2], Taken(table, 2 * Timetable.Tick));
        Assert.Equal(3 * Timetable.Tick, table.Next);
    }

    private static List<int> Taken(Timetable table, TimeSpan now)
    {
        var due = new List<int>();
        table.Take(now, due);
        return due;
    }
}
