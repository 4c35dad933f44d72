using Hale.Monitoring.Health;
using Hale.Server.Maintenance;

namespace Hale.Server.History.Asking;

/// <summary>The days of UTC up to now, and when the hub ran on each; made once for many keys.</summary>
internal sealed class Calendar
{
    private readonly Day[] _days;

    /// <param name="runs">When the hub ran; outside of them nothing is known.</param>
    /// <param name="days">How many, today included.</param>
    public Calendar(IReadOnlyList<Run> runs, DateTimeOffset now, int days)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        _days = new Day[days];
        for (var i = 0; i < days; i++)
        {
            var from = today.AddDays(i - days + 1);
            var to = i == days - 1 ? now : from.AddDays(1);
            _days[i] = new(from, to, [.. runs.Where(run => run.SeenAt > from && run.StartedAt < to)]);
        }
    }

    public DateTimeOffset From => _days[0].From;

    /// <summary>How long a key was in which status on each day.</summary>
    /// <param name="events">In the order of their times, preceded by the last one before the first day, if any.</param>
    /// <param name="maintenance">In the order of their times, without overlaps.</param>
    public Uptime[] Of(IReadOnlyList<StatusEvent> events, DateTimeOffset createdAt, IReadOnlyList<Stretch> maintenance)
    {
        createdAt = Chronology.Born(events, createdAt);
        var sums = new Uptime[_days.Length];
        var (next, last) = (0, (StatusEvent?)null);
        for (var i = 0; i < _days.Length; i++)
        {
            var day = _days[i];
            for (; next < events.Count && events[next].Step.At < day.From; next++)
                last = events[next];
            var first = next;
            for (; next < events.Count && events[next].Step.At < day.To; next++)
            {
            }

            sums[i] = createdAt >= day.To ? day.Unborn
                : next == first && createdAt <= day.From ? day.Steady(last, maintenance)
                : Moved(day, last, events.Skip(first).Take(next - first), createdAt, maintenance);
            last = next > first ? events[next - 1] : last;
        }

        return sums;
    }

    private static Uptime Moved(Day day, StatusEvent? last, IEnumerable<StatusEvent> events, DateTimeOffset createdAt, IReadOnlyList<Stretch> maintenance)
    {
        var from = createdAt > day.From ? createdAt : day.From;
        var spans = Timeline.Of(last is null ? [.. events] : [last, .. events], day.Runs, from, day.To);
        var sum = Timeline.Sum(Marking.Maintained(spans, maintenance));
        return sum with { Unknown = sum.Unknown + (from - day.From) };
    }

    /// <summary>A day, with its sums for keys without a change on it, as nearly all are: made once, since there may be ten thousand of them.</summary>
    private sealed class Day
    {
        private readonly Sums _sums;

        // Keys of whom the same windows are have the very same times.
        private readonly Dictionary<IReadOnlyList<Stretch>, Sums> _maintained = new(ReferenceEqualityComparer.Instance);

        public Day(DateTimeOffset from, DateTimeOffset to, Run[] runs)
        {
            (From, To, Runs) = (from, to, runs);
            _sums = Of([]);
            Unborn = Uptime.None with { Unknown = to - from };
        }

        public DateTimeOffset From { get; }

        public DateTimeOffset To { get; }

        public Run[] Runs { get; }

        /// <summary>Nothing is known of the whole day.</summary>
        public Uptime Unborn { get; }

        /// <param name="last">The last change before the day.</param>
        public Uptime Steady(StatusEvent? last, IReadOnlyList<Stretch> maintenance)
        {
            if (last?.Step.Why == Why.Imported)
                return Timeline.Sum(Marking.Maintained(Timeline.Of([last], Runs, From, To), maintenance));
            var sums = maintenance.Count == 0 ? _sums : OfMaintained(maintenance);
            return last?.Step switch
            {
                { To: Status.Up } => sums.Up,
                { To: Status.Degraded } => sums.Degraded,
                { To: Status.Down } => sums.Down,
                { Why: Why.Paused } => sums.Paused,
                _ => Unborn,
            };
        }

        private Sums OfMaintained(IReadOnlyList<Stretch> maintenance)
        {
            if (!_maintained.TryGetValue(maintenance, out var sums))
                _maintained[maintenance] = sums = Of(maintenance);
            return sums;
        }

        private Sums Of(IReadOnlyList<Stretch> maintenance)
        {
            var up = Timeline.Sum(Marking.Maintained(Timeline.Of([], Runs, From, To, Stance.Up), maintenance));
            return new(
                up, up with { Up = TimeSpan.Zero, Degraded = up.Up }, up with { Up = TimeSpan.Zero, Down = up.Up },
                up with { Up = TimeSpan.Zero, Paused = up.Up + up.Maintenance, Maintenance = TimeSpan.Zero });
        }
    }

    /// <summary>What a day comes to for keys that stood in one way for all of it.</summary>
    private sealed record Sums(Uptime Up, Uptime Degraded, Uptime Down, Uptime Paused);
}
