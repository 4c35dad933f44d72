using Hale.Monitoring.Health;

namespace Hale.Server.History.Asking;

/// <summary>A time in which something stood in one way.</summary>
/// <param name="Caused">Whether something that it depends on was down.</param>
internal readonly record struct Span(DateTimeOffset From, DateTimeOffset To, Stance Stance, bool Caused = false)
{
    public TimeSpan Length => To - From;
}

/// <summary>One of those that something consists of.</summary>
/// <param name="Critical">Whether the whole is down when it is down.</param>
internal sealed record Part(IReadOnlyList<Span> Spans, bool Critical);

/// <summary>Lays out how something stood over time: spans without a gap, in their order. Pure.</summary>
internal static class Timeline
{
    /// <param name="events">In the order of their times, preceded by the last one before <paramref name="from"/>, if any.</param>
    /// <param name="runs">When the hub ran; outside of them nothing is known but what was imported.</param>
    /// <param name="before">How it stood at the beginning where no event tells it.</param>
    public static List<Span> Of(
        IReadOnlyList<StatusEvent> events, IReadOnlyList<Run> runs, DateTimeOffset from, DateTimeOffset to, Stance before = Stance.Unknown)
    {
        var known = Merge(runs);
        var spans = new List<Span>();
        var (stance, since, imported) = (before, from, false);
        foreach (var each in events)
        {
            Close(each.Step.At);
            (stance, imported) = (Of(each.Step), each.Step.Why == Why.Imported);
        }

        Close(to);
        return spans;

        // A clock that was set back makes events overlap; what was told once is not told again.
        void Close(DateTimeOffset end)
        {
            end = Earlier(end, to);
            if (imported)
                Add(end, stance);
            foreach (var run in known)
            {
                if (Earlier(run.To, end) is var last && last > since && run.From < end)
                {
                    Add(Later(run.From, since), Stance.Unknown);
                    Add(last, stance);
                }
            }

            Add(end, Stance.Unknown);
        }

        void Add(DateTimeOffset end, Stance how)
        {
            if (end > since)
                Append(spans, new(since, end, how));
            since = Later(since, end);
        }
    }

    /// <summary>
    /// How the whole stood, by the rule for aggregates: its parts at each moment, all over the same time. A part in maintenance says nothing of it, and where those
    /// are all of which something is known, so is the whole.
    /// </summary>
    public static List<Span> Whole(IReadOnlyList<Part> parts)
    {
        var edges = new List<(DateTimeOffset At, Overall Kind, Stance Stance, int Step)>();
        foreach (var part in parts)
        {
            foreach (var span in part.Spans)
            {
                var paused = span.Stance == Stance.Paused;
                var kind = Aggregate.Of([new Member(StatusOf(span.Stance), part.Critical, span.Caused ? "" : null, paused)]);
                edges.Add((span.From, kind, span.Stance, 1));
                edges.Add((span.To, kind, span.Stance, -1));
            }
        }

        edges.Sort((one, other) => one.At.CompareTo(other.At));
        var (counts, resting, maintained) = (new int[4], 0, 0);
        var whole = new List<Span>();
        for (var i = 0; i < edges.Count; i++)
        {
            if (i > 0 && edges[i].At > edges[i - 1].At)
                Append(whole, new(edges[i - 1].At, edges[i].At, Stand()));
            counts[(int)edges[i].Kind] += edges[i].Step;
            resting += edges[i].Stance == Stance.Paused ? edges[i].Step : 0;
            maintained += edges[i].Stance == Stance.Maintenance ? edges[i].Step : 0;
        }

        return whole;

        Stance Stand() =>
            counts[(int)Overall.Unhealthy] > 0 ? Stance.Down
            : counts[(int)Overall.Degraded] > 0 ? Stance.Degraded
            : counts[(int)Overall.Healthy] > 0 ? Stance.Up
            : maintained > 0 ? Stance.Maintenance
            : resting > 0 && counts[(int)Overall.Unknown] == resting ? Stance.Paused
            : Stance.Unknown;
    }

    /// <summary>The part of it within a time.</summary>
    public static IEnumerable<Span> Within(IEnumerable<Span> spans, DateTimeOffset from, DateTimeOffset to) =>
        spans.Where(span => span.To > from && span.From < to).Select(span => span with { From = Later(span.From, from), To = Earlier(span.To, to) });

    /// <summary>Adds up how long it stood how.</summary>
    public static Uptime Sum(IEnumerable<Span> spans)
    {
        var sums = new TimeSpan[6];
        var caused = TimeSpan.Zero;
        foreach (var span in spans)
        {
            sums[(int)span.Stance] += span.Length;
            if (span is { Stance: Stance.Down, Caused: true })
                caused += span.Length;
        }

        return new(sums[(int)Stance.Up], sums[(int)Stance.Degraded], sums[(int)Stance.Down], sums[(int)Stance.Unknown], sums[(int)Stance.Paused])
        {
            Caused = caused,
            Maintenance = sums[(int)Stance.Maintenance],
        };
    }

    /// <summary>The worst of each of <paramref name="count"/> slots of equal length: down, degraded, maintenance, up, paused, unknown.</summary>
    /// <param name="spans">In their order, over the whole time.</param>
    public static Stance[] Slots(IReadOnlyList<Span> spans, DateTimeOffset from, DateTimeOffset to, int count)
    {
        var slots = new Stance[count];
        foreach (var span in spans)
        {
            var (first, last) = (Slot(span.From), Math.Min(count - 1, (int)Math.Ceiling((span.To - from) * count / (to - from)) - 1));
            for (var i = first; i <= last; i++)
                slots[i] = Rank(span.Stance) > Rank(slots[i]) ? span.Stance : slots[i];
        }

        return slots;

        int Slot(DateTimeOffset at) => (int)((at - from) * count / (to - from));
    }

    /// <summary>Times in their order, where those that overlap or touch are one.</summary>
    public static List<(DateTimeOffset From, DateTimeOffset To)> Merge(IEnumerable<(DateTimeOffset From, DateTimeOffset To)> times)
    {
        var merged = new List<(DateTimeOffset From, DateTimeOffset To)>();
        foreach (var time in times.OrderBy(time => time.From))
        {
            if (merged.Count > 0 && time.From <= merged[^1].To)
                merged[^1] = (merged[^1].From, Later(merged[^1].To, time.To));
            else
                merged.Add(time);
        }

        return merged;
    }

    private static int Rank(Stance stance) => stance switch
    {
        Stance.Down => 5,
        Stance.Degraded => 4,
        Stance.Maintenance => 3,
        Stance.Up => 2,
        Stance.Paused => 1,
        _ => 0,
    };

    private static Stance Of(Transition step) => step switch
    {
        { To: Status.Up } => Stance.Up,
        { To: Status.Degraded } => Stance.Degraded,
        { To: Status.Down } => Stance.Down,
        { Why: Why.Paused } => Stance.Paused,
        _ => Stance.Unknown,
    };

    private static Status StatusOf(Stance stance) => stance switch
    {
        Stance.Up => Status.Up,
        Stance.Degraded => Status.Degraded,
        Stance.Down => Status.Down,
        _ => Status.Unknown,
    };

    private static void Append(List<Span> spans, Span span)
    {
        if (spans.Count > 0 && spans[^1].Stance == span.Stance && spans[^1].To == span.From)
            spans[^1] = spans[^1] with { To = span.To };
        else
            spans.Add(span);
    }

    private static List<(DateTimeOffset From, DateTimeOffset To)> Merge(IReadOnlyList<Run> runs) => Merge(runs.Select(run => (run.StartedAt, run.SeenAt)));

    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
