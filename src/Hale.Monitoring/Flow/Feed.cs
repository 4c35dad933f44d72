namespace Hale.Monitoring.Flow;

/// <summary>
/// How a lower room tells higher ones what happened: it publishes, they join. Publishing is a call, in order, on the publisher's thread; a
/// receiver that has work to do puts it into its own <see cref="WorkQueue{T}"/>.
/// </summary>
public sealed class Feed<T>
{
    private readonly Lock _gate = new();
    private Action<T>[] _receivers = [];

    /// <summary>Joins for good; receivers are called in the order they joined.</summary>
    public void Join(Action<T> receiver)
    {
        lock (_gate)
            _receivers = [.. _receivers, receiver];
    }

    /// <summary>Tells every receiver.</summary>
    public void Publish(T item)
    {
        foreach (var receiver in Volatile.Read(ref _receivers))
            receiver(item);
    }
}
