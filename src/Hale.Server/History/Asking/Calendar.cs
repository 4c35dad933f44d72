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
            Run[] touching = [.. runs.Where(run => run.SeenAt > from && run.StartedAt < to)];
            var known = to - from - Standing.Add([], touching, from, to, TimeSpan.Zero, Status.Up).Unknown;
            _days[i] = new(from, to, touching, known);
        }
    }

    public DateTimeOffset From => _days[0].From;

    /// <summary>How long a key was in which status on each day.</summary>
    /// <param name="events">In the order of their times, preceded by the last one before the first day, if any.</param>
    public Uptime[] Of(IReadOnlyList<StatusEvent> events, DateTimeOffset createdAt)
    {
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

            var from = createdAt <= day.From ? day.From : createdAt < day.To ? createdAt : day.To;
            sums[i] = next == first && from == day.From
                ? Steady(day, last)
                : Standing.Add([.. last is null ? [] : new[] { last }, .. events.Skip(first).Take(next - first)], day.Runs, from, day.To, from - day.From);
            last = next > first ? events[next - 1] : last;
        }

        return sums;
    }

    /// <summary>A day without a change, as nearly all are.</summary>
    private static Uptime Steady(Day day, StatusEvent? last)
    {
        var unknown = new Uptime(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, day.To - day.From - day.Known, TimeSpan.Zero);
        return last?.Step switch
        {
            { To: Status.Up } => unknown with { Up = day.Known },
            { To: Status.Degraded } => unknown with { Degraded = day.Known },
            { To: Status.Down } => unknown with { Down = day.Known },
            { Why: Why.Paused } => unknown with { Paused = day.Known },
            _ => unknown with { Unknown = day.To - day.From },
        };
    }

    private sealed record Day(DateTimeOffset From, DateTimeOffset To, Run[] Runs, TimeSpan Known);
}
