using Hale.Monitoring.Flow;

namespace Hale.Server.Heartbeats.Keeping;

/// <summary>Writes calls together: those that come while the disk is busy are one write, and each is answered when its write is done.</summary>
internal sealed class BeatLog(IHeartbeatStore store, WorkQueue<BeatLog.Item> queue)
{
    private const int Most = 1_000;

    /// <summary>Keeps a call; durable when it returns.</summary>
    /// <exception cref="IOException">It could not be written, or there are more than can be.</exception>
    public async Task WriteAsync(StoredBeat beat)
    {
        var item = new Item(beat, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!queue.Offer(item))
            throw new IOException("more heartbeats come than can be written");
        await item.Done.Task;
    }

    /// <summary>One write; false when there is nothing left and nothing more comes.</summary>
    public async ValueTask<bool> TurnAsync(CancellationToken cancel)
    {
        var items = await queue.TakeAsync(Most, cancel);
        if (items.Count == 0)
            return false;
        try
        {
            await store.AppendAsync([.. items.Select(item => item.Beat)], cancel);
            items.ForEach(item => item.Done.TrySetResult());
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var told = new IOException(error.Message, error);
            items.ForEach(item => item.Done.TrySetException(told));
        }

        queue.Done(items.Count);
        return true;
    }

    /// <summary>No more is taken.</summary>
    public void Complete() => queue.Complete();

    /// <summary>A call and who waits for it.</summary>
    internal sealed record Item(StoredBeat Beat, TaskCompletionSource Done);
}
