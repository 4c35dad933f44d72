namespace Hale.Server.History.Keeping;

/// <summary>What one happening adds to the history.</summary>
/// <param name="Page">Whose; null for a sign of life of the hub itself.</param>
/// <param name="Forget">The page was thrown away, with everything noted on it before.</param>
internal readonly record struct Note(Page? Page, Sample? Sample, IReadOnlyList<StatusEvent> Events, bool Forget = false)
{
    /// <summary>Nothing happened, and the hub runs.</summary>
    public static readonly Note Alive = new(null, null, []);

    /// <summary>Whether it is a mere result, of which there will be another soon.</summary>
    public bool IsResult => Events.Count == 0 && !Forget;
}
