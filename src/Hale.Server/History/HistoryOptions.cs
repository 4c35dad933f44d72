namespace Hale.Server.History;

/// <summary>How history is written and how long it is kept.</summary>
internal sealed record HistoryOptions
{
    /// <summary>The pause between two writes; what was not yet written is lost when the process is killed.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most results written at once; as many waiting are written without a pause.</summary>
    /// <value>Default: 5,000.</value>
    public int Batch { get; init; } = 5_000;

    /// <summary>The most results and events held while they can't be written; nine tenths for results, the rest for events.</summary>
    /// <value>Default: 100,000.</value>
    public int Capacity { get; init; } = 100_000;

    /// <summary>How long results and events are kept.</summary>
    /// <value>Default: 30 days.</value>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long stopping waits for what is not yet written.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(5);
}
