namespace Hale.Server.Series;

/// <summary>How metric samples are written and how long they are kept.</summary>
internal sealed record SeriesOptions
{
    /// <summary>The most series at once; samples of further ones are refused, and counted.</summary>
    /// <value>Default: 100,000.</value>
    public int MaxSeries { get; init; } = 100_000;

    /// <summary>The pause between two writes; what was not yet written is lost when the process is killed.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most samples held while they can't be written. A sample takes about ten bytes.</summary>
    /// <value>Default: 2,000,000.</value>
    public int Capacity { get; init; } = 2_000_000;

    /// <summary>The bytes to which the write-ahead log may grow before what it holds is saved elsewhere; more where there are more than 65,536 series.</summary>
    /// <value>Default: 8 MiB.</value>
    public long Ahead { get; init; } = 8 << 20;

    /// <summary>How old the write-ahead log may become before what it holds is saved elsewhere.</summary>
    /// <value>Default: 10 min.</value>
    public TimeSpan AheadFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long single samples are kept.</summary>
    /// <value>Default: 30 days.</value>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the sums of hours are kept, and series that get no samples any more.</summary>
    /// <value>Default: 366 days.</value>
    public TimeSpan KeepSums { get; init; } = TimeSpan.FromDays(366);

    /// <summary>How long stopping waits for what is not yet written.</summary>
    /// <value>Default: 5 s.</value>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(5);
}
