using System.Threading.Channels;

namespace Hale.Monitoring.Flow;

/// <summary>A bounded queue with one reader: refuses and counts what it can't hold, hands out batches, and is drained at the end.</summary>
public sealed class WorkQueue<T>(string name, int capacity) : IQueueGauge
{
    private readonly Channel<T> _items = Channel.CreateBounded<T>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private int _pending;
    private long _lost;

    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public int Capacity { get; } = capacity;

    /// <inheritdoc/>
    public int Pending => Volatile.Read(ref _pending);

    /// <inheritdoc/>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Puts an item in; false, and counted, when the queue is full or was completed.</summary>
    public bool Offer(T item)
    {
        Interlocked.Increment(ref _pending);
        if (_items.Writer.TryWrite(item))
            return true;
        Interlocked.Decrement(ref _pending);
        Interlocked.Increment(ref _lost);
        return false;
    }

    /// <summary>Counts items that were taken and then given up.</summary>
    public void Lose(int count) => Interlocked.Add(ref _lost, count);

    /// <summary>Says that no more will come; <see cref="TakeAsync"/> then ends with an empty batch once all are out.</summary>
    public void Complete() => _items.Writer.TryComplete();

    /// <summary>Waits for the first item, then takes what is there, up to <paramref name="most"/>. An empty batch: completed and drained.</summary>
    public async ValueTask<List<T>> TakeAsync(int most, CancellationToken cancel)
    {
        var batch = new List<T>();
        if (!await _items.Reader.WaitToReadAsync(cancel))
            return batch;
        while (batch.Count < most && _items.Reader.TryRead(out var item))
            batch.Add(item);
        return batch;
    }

    /// <summary>Says that <paramref name="count"/> taken items are worked off.</summary>
    public void Done(int count) => Interlocked.Add(ref _pending, -count);
}
