namespace Hale.Server.Heartbeats;

/// <summary>What a call says.</summary>
internal enum BeatKind
{
    /// <summary>The job has run, and well.</summary>
    Success,

    /// <summary>The job begins.</summary>
    Start,

    /// <summary>The job has failed.</summary>
    Fail,

    /// <summary>Something to keep; says nothing about how the job is.</summary>
    Log,
}

/// <summary>One call of a service.</summary>
/// <param name="At">When it came; kept to the millisecond.</param>
/// <param name="ExitStatus">0 to 255 where it was told.</param>
/// <param name="Duration">Since the start that went before it; null without one.</param>
/// <param name="Body">What it brought along, up to <see cref="MostBody"/> bytes; null when nothing.</param>
internal sealed record Beat(DateTimeOffset At, BeatKind Kind, int? ExitStatus, TimeSpan? Duration, string? Body)
{
    /// <summary>The most bytes of a body that are kept: the first 100 kB.</summary>
    public const int MostBody = 100 * 1024;
}
