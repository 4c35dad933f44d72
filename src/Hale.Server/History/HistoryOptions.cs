namespace Hale.Server.History;

/// <summary>How history is written and how long it is kept.</summary>
internal sealed record HistoryOptions
{
    /// <summary>The pause between two writes; what was not yet written is lost when the process is killed.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most results and events held while they can't be written; nine tenths for results, the rest for events. A result takes about ten bytes.</summary>
    /// <value>Default: 1,000,000.</value>
    public int Capacity { get; init; } = 1_000_000;

    /// <summary>The bytes to which the write-ahead log may grow before what it holds is saved elsewhere; more where there are more than 32,768 keys.</summary>
    /// <value>Default: 4 MiB.</value>
    public long Ahead { get; init; } = 4 << 20;

    /// <summary>How old the write-ahead log may become before what it holds is saved elsewhere.</summary>
    /// <value>Default: 10 min.</value>
    public TimeSpan AheadFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long results and what failed checks saw are kept.</summary>
    /// <value>Default: 30 days.</value>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long sums of days and changes of status are kept, and when the hub ran.</summary>
    /// <value>Default: 366 days.</value>
    public TimeSpan KeepSums { get; init; } = TimeSpan.FromDays(366);

    /// <summary>The bytes that the database may take. Above them what is oldest goes: results and sums are then kept for the same smaller part of their time.</summary>
    /// <value>Default: null, which is no limit.</value>
    public long? MaxDisk { get; init; }

    /// <summary>How long stopping waits for what is not yet written.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(5);
}
