using Hale.Monitoring.Health;

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
    public Uptime[] Of(IReadOnlyList<StatusEvent> events, DateTimeOffset createdAt)
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
                : next == first && createdAt <= day.From ? day.Steady(last)
                : Moved(day, last, events.Skip(first).Take(next - first), createdAt);
            last = next > first ? events[next - 1] : last;
        }

        return sums;
    }

    private static Uptime Moved(Day day, StatusEvent? last, IEnumerable<StatusEvent> events, DateTimeOffset createdAt)
    {
        var from = createdAt > day.From ? createdAt : day.From;
        var sum = Timeline.Sum(Timeline.Of(last is null ? [.. events] : [last, .. events], day.Runs, from, day.To));
        return sum with { Unknown = sum.Unknown + (from - day.From) };
    }

    /// <summary>A day, with its sums for keys without a change on it, as nearly all are: made once, since there may be ten thousand of them.</summary>
    private sealed class Day
    {
        private readonly Uptime _up;
        private readonly Uptime _degraded;
        private readonly Uptime _down;
        private readonly Uptime _paused;

        public Day(DateTimeOffset from, DateTimeOffset to, Run[] runs)
        {
            (From, To, Runs) = (from, to, runs);
            _up = Timeline.Sum(Timeline.Of([], runs, from, to, Stance.Up));
            _degraded = _up with { Up = TimeSpan.Zero, Degraded = _up.Up };
            _down = _up with { Up = TimeSpan.Zero, Down = _up.Up };
            _paused = _up with { Up = TimeSpan.Zero, Paused = _up.Up };
            Unborn = Uptime.None with { Unknown = to - from };
        }

        public DateTimeOffset From { get; }

        public DateTimeOffset To { get; }

        public Run[] Runs { get; }

        /// <summary>Nothing is known of the whole day.</summary>
        public Uptime Unborn { get; }

        /// <param name="last">The last change before the day.</param>
        public Uptime Steady(StatusEvent? last) => last?.Step switch
        {
            { Why: Why.Imported } => Timeline.Sum(Timeline.Of([last], Runs, From, To)),
            { To: Status.Up } => _up,
            { To: Status.Degraded } => _degraded,
            { To: Status.Down } => _down,
            { Why: Why.Paused } => _paused,
            _ => Unborn,
        };
    }
}
