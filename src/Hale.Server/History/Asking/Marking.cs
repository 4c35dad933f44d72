using Hale.Server.Maintenance;

namespace Hale.Server.History.Asking;

/// <summary>Marks in spans what came to pass beside how something stood. Pure.</summary>
internal static class Marking
{
    /// <summary>Marks the times in which one of its dependencies was down.</summary>
    public static List<Span> Caused(IReadOnlyList<Span> spans, IEnumerable<IReadOnlyList<Span>> dependencies)
    {
        var down = Timeline.Merge(dependencies.SelectMany(each => each.Where(span => span.Stance == Stance.Down)).Select(span => (span.From, span.To)));
        return Marked(spans, down, span => span with { Caused = true });
    }

    /// <summary>What is known of times of maintenance is maintenance, whoever caused it; what is paused or unknown stays so.</summary>
    /// <param name="times">In their order, without overlaps.</param>
    public static IReadOnlyList<Span> Maintained(IReadOnlyList<Span> spans, IReadOnlyList<Stretch> times)
    {
        if (times.Count == 0)
            return spans;
        return Marked(
            spans, times.Select(time => (time.From, time.To)).ToArray(),
            span => IsKnown(span.Stance) ? span with { Stance = Stance.Maintenance, Caused = false } : span);
    }

    private static bool IsKnown(Stance stance) => stance is Stance.Up or Stance.Degraded or Stance.Down;

    /// <summary>Parts spans at the edges of times, and changes what lies within.</summary>
    /// <param name="times">In their order, without overlaps.</param>
    private static List<Span> Marked(IReadOnlyList<Span> spans, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> times, Func<Span, Span> mark)
    {
        var marked = new List<Span>();
        var next = 0;
        foreach (var span in spans)
        {
            var at = span.From;
            for (; next < times.Count && times[next].To <= at; next++)
            {
            }

            for (var i = next; i < times.Count && times[i].From < span.To; i++)
            {
                if (times[i].From > at)
                    marked.Add(span with { From = at, To = times[i].From });
                var (begin, end) = (Timeline.Later(times[i].From, at), Timeline.Earlier(times[i].To, span.To));
                marked.Add(mark(span with { From = begin, To = end }));
                at = end;
            }

            if (at < span.To)
                marked.Add(span with { From = at });
        }

        return marked;
    }
}
