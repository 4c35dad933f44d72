using Hale.Monitoring.Health;

namespace Hale.Server.History.Asking;

/// <summary>Puts changes of status in the order of their times.</summary>
internal static class Chronology
{
    /// <summary>
    /// Where a clock was set back, what was noted later counts: it takes the place of what stands after it, which the clock that was wrong said, or which comes again.
    /// </summary>
    /// <param name="written">In the order they were written.</param>
    public static IReadOnlyList<StatusEvent> Of(IReadOnlyList<StatusEvent> written)
    {
        var settled = new List<StatusEvent>(written.Count);
        foreach (var each in written)
        {
            while (settled.Count > 0 && settled[^1].Step.At > each.Step.At)
                settled.RemoveAt(settled.Count - 1);
            settled.Add(each);
        }

        return settled;
    }

    /// <summary>From where on a key can have a status: when it was declared, or when somebody else saw it first.</summary>
    /// <param name="events">In the order of their times.</param>
    public static DateTimeOffset Born(IReadOnlyList<StatusEvent> events, DateTimeOffset createdAt) =>
        events is [{ Step: { Why: Why.Imported, At: var at } }, ..] && at < createdAt ? at : createdAt;
}
