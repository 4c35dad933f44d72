namespace Hale.Server.Maintenance.Laying;

/// <summary>
/// A window with its times. Those of one that comes round are laid out for whole years, once, and looked up from then on: asking cron for each of them would be most
/// of what an answer takes.
/// </summary>
internal sealed class Timetable(MaintenanceSpec spec)
{
    private const int MostYears = 12;

    // Windows name times before it, and what is asked beyond it would be laid out in vain.
    private static readonly DateTimeOffset End = new(2210, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private volatile Laid _laid = new(DateTimeOffset.MaxValue, DateTimeOffset.MinValue, []);

    public MaintenanceSpec Spec => spec;

    /// <summary>The window's times that have a part in a time, in their order; those of one that comes round may overlap.</summary>
    public IEnumerable<Stretch> Within(DateTimeOffset from, DateTimeOffset to)
    {
        if (spec.Recurs is not { } recurs)
            return spec.From < to && spec.To > from ? [new(spec.From, spec.To!.Value)] : [];
        to = to < End ? to : End;
        var first = from - spec.From > recurs.Duration ? from - recurs.Duration : spec.From;
        return first < to && (spec.To is not { } end || end > from) ? Within(recurs, first, from, to) : [];
    }

    /// <summary>How the window stands.</summary>
    public MaintenanceStand At(DateTimeOffset now)
    {
        // Of several at once the last one ends last.
        if (Within(now, now.AddTicks(1)).LastOrDefault() is { } open && open != default)
            return new(MaintenanceState.Active, open);
        return Next(now) is { } next ? new(MaintenanceState.Planned, next) : new(MaintenanceState.Over, null);
    }

    private Stretch? Next(DateTimeOffset now)
    {
        if (spec.Recurs is not { } recurs)
            return spec.From > now ? new(spec.From, spec.To!.Value) : null;
        var start = recurs.Schedule.Next(Later(now, spec.From), inclusive: spec.From > now);
        return start is { } next && (spec.To is not { } end || next < end) ? Of(recurs, next) : null;
    }

    private IEnumerable<Stretch> Within(Recurrence recurs, DateTimeOffset first, DateTimeOffset from, DateTimeOffset to)
    {
        var starts = StartsOf(recurs, first, to);
        var place = Array.BinarySearch(starts, first.ToUnixTimeMilliseconds());
        for (var i = place < 0 ? ~place : place; i < starts.Length; i++)
        {
            var each = Of(recurs, DateTimeOffset.FromUnixTimeMilliseconds(starts[i]));
            if (each.From >= to)
                yield break;
            if (each.To > from)
                yield return each;
        }
    }

    private Stretch Of(Recurrence recurs, DateTimeOffset start) => new(start, spec.To is { } end && start + recurs.Duration > end ? end : start + recurs.Duration);

    private long[] StartsOf(Recurrence recurs, DateTimeOffset from, DateTimeOffset to)
    {
        var laid = _laid;
        if (laid.From <= from && laid.To >= to)
            return laid.Starts;
        var (begin, end) = (YearOf(from, 0), YearOf(to, 1));
        var both = (From: begin < laid.From ? begin : laid.From, To: Later(end, laid.To));
        if (both.To.Year - both.From.Year <= MostYears)
            (begin, end) = both;
        var starts = new List<long>();
        var last = spec.To is { } until && until < end ? until : end;
        for (var next = recurs.Schedule.Next(Later(begin, spec.From), inclusive: true); next < last; next = recurs.Schedule.Next(next.Value))
            starts.Add(next.Value.ToUnixTimeMilliseconds());
        _laid = laid = new(begin, end, [.. starts]);
        return laid.Starts;
    }

    private static DateTimeOffset YearOf(DateTimeOffset at, int more) => new(at.UtcDateTime.Year + more, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <summary>The beginnings, in milliseconds since 1970, of all times that begin between two moments.</summary>
    private sealed record Laid(DateTimeOffset From, DateTimeOffset To, long[] Starts);
}
