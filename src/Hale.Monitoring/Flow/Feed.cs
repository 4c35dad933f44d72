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

    /// <summary>Tells every receiver, also those after one that throws.</summary>
    /// <exception cref="AggregateException">Receivers threw; every other one was told.</exception>
    public void Publish(T item)
    {
        List<Exception>? errors = null;
        foreach (var receiver in Volatile.Read(ref _receivers))
            try
            {
                receiver(item);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                (errors ??= []).Add(error);
            }

        if (errors is not null)
            throw new AggregateException(errors);
    }
}
