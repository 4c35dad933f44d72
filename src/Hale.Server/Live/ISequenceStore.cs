namespace Hale.Server.Live;

/// <summary>Hands out the stream's numbers, which grow over restarts too.</summary>
internal interface ISequenceStore
{
    /// <summary>The first of <paramref name="count"/> numbers that were never handed out before, not even in an earlier run; durable when it returns.</summary>
    ValueTask<long> ReserveAsync(long count, CancellationToken cancel);
}
