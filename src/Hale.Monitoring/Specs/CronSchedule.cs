using Cronos;

namespace Hale.Monitoring.Specs;

/// <summary>
/// When something comes round, as cron spells it: five fields, or six with seconds first; names, ranges, steps, lists, <c>L W #</c>, and <c>@daily</c> and its like.
/// Times that daylight saving skips are moved to just after the gap, and those that come twice count once, as in Vixie cron.
/// </summary>
public sealed class CronSchedule
{
    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(CronExpression expression, TimeZoneInfo zone) => (_expression, _zone) = (expression, zone);

    /// <summary>Reads an expression; null, with the reason, when it is none or never comes to pass.</summary>
    /// <param name="allowed">What may be given instead, for <see cref="Fields.Wrong"/>.</param>
    public static CronSchedule? Read(string text, TimeZoneInfo zone, out string? allowed)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(zone);
        allowed = null;
        try
        {
            var seconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
            var expression = CronExpression.Parse(text, seconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
            if (expression.GetNextOccurrence(DateTime.UnixEpoch) is not null)
                return new(expression, zone);
            allowed = "a schedule that comes to pass";
        }
        // An H stands for some time or other, which nobody says here.
        catch (Exception error) when (error is CronFormatException or MissingSeedException)
        {
            allowed = $"a cron expression of five fields, such as \"30 2 * * *\", or @daily ({error.Message.TrimEnd('.')})";
        }

        return null;
    }

    /// <summary>A field that names a time zone, UTC when it is absent; null, and the problem reported, when there is none of that name.</summary>
    public static TimeZoneInfo? Zone(Fields fields, string key)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Text(key) is not { } name)
            return fields.Raw(key) is null ? TimeZoneInfo.Utc : null;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        fields.Wrong(key, fields.Raw(key)!, "the IANA name of a time zone, such as Europe/Berlin");
        return null;
    }

    /// <summary>A field that holds a schedule; null when it is absent, or a problem that is then reported.</summary>
    public static CronSchedule? Read(Fields fields, string key, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Text(key) is not { } text)
            return null;
        var schedule = Read(text, zone, out var allowed);
        if (schedule is null)
            fields.Wrong(key, fields.Raw(key)!, allowed!);
        return schedule;
    }

    /// <summary>When it comes round next; null when it does not any more.</summary>
    /// <param name="inclusive">Whether <paramref name="after"/> itself counts.</param>
    public DateTimeOffset? Next(DateTimeOffset after, bool inclusive = false) =>
        _expression.GetNextOccurrence(after.UtcDateTime, _zone, inclusive) is { } next ? new DateTimeOffset(next, TimeSpan.Zero) : null;
}
