using Hale.Monitoring.Health;

namespace Hale.Server.History.Asking;

/// <summary>Adds up how long a key stood in which status. Pure.</summary>
internal static class Standing
{
    /// <param name="events">In the order of their times, preceded by the last one before <paramref name="from"/>, if any.</param>
    /// <param name="runs">When the hub ran; outside of them nothing is known but what was imported.</param>
    /// <param name="from">From where on the key can have a status: the window's beginning, or when it was declared if that was later.</param>
    /// <param name="unborn">The part of the window before that.</param>
    /// <param name="before">The status at the beginning where no event tells it.</param>
    public static Uptime Add(
        IReadOnlyList<StatusEvent> events, IReadOnlyList<Run> runs, DateTimeOffset from, DateTimeOffset to, TimeSpan unborn, Status before = Status.Unknown)
    {
        var known = Merge(runs);
        var sums = new Dictionary<(Status, bool), TimeSpan>();
        var unknown = unborn;
        var (status, since, paused, imported) = (before, from, false, false);
        foreach (var each in events)
        {
            Close(each.Step.At);
            imported = each.Step.Why == Why.Imported;
            (status, paused) = (each.Step.To, each.Step is { To: Status.Unknown, Why: Why.Paused });
        }

        Close(to);
        return new(Sum(Status.Up), Sum(Status.Degraded), Sum(Status.Down), unknown + Sum(Status.Unknown), sums.GetValueOrDefault((Status.Unknown, true)));

        TimeSpan Sum(Status of) => sums.GetValueOrDefault((of, false));

        // A clock that was set back makes events overlap; what was counted once is not counted again.
        void Close(DateTimeOffset end)
        {
            end = end < to ? end : to;
            if (end <= since)
                return;
            var seen = imported ? end - since : Overlap(known, since, end);
            sums[(status, paused)] = sums.GetValueOrDefault((status, paused)) + seen;
            unknown += end - since - seen;
            since = end;
        }
    }

    /// <summary>From where on a key can have a status: when it was declared, or when somebody else saw it first.</summary>
    public static DateTimeOffset Born(IReadOnlyList<StatusEvent> events, DateTimeOffset createdAt) =>
        events is [{ Step: { Why: Why.Imported, At: var at } }, ..] && at < createdAt ? at : createdAt;

    private static TimeSpan Overlap(List<(DateTimeOffset From, DateTimeOffset To)> known, DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        foreach (var (start, end) in known)
        {
            var (first, last) = (start > from ? start : from, end < to ? end : to);
            if (last > first)
                sum += last - first;
        }

        return sum;
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Merge(IReadOnlyList<Run> runs)
    {
        var merged = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var run in runs.OrderBy(run => run.StartedAt))
        {
            if (merged.Count > 0 && run.StartedAt <= merged[^1].To)
                merged[^1] = (merged[^1].From, run.SeenAt > merged[^1].To ? run.SeenAt : merged[^1].To);
            else
                merged.Add((run.StartedAt, run.SeenAt));
        }

        return merged;
    }
}
