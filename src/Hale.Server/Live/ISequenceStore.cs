namespace Hale.Server.Live;

/// <summary>Where the stream's numbers are set aside, so that they grow over restarts too.</summary>
internal interface ISequenceStore
{
    /// <summary>Sets the next <paramref name="count"/> numbers aside for good and answers the first of them; durable when it returns.</summary>
    ValueTask<long> ReserveAsync(long count, CancellationToken cancel);
}
