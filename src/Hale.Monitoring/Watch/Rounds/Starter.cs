namespace Hale.Monitoring.Watch.Rounds;

/// <summary>
/// Begins runs outside the gate. A nimble check is begun right here, any other on a thread of the pool, so that one that blocks before its first wait
/// blocks nobody. A nimble one may come to its end before the call returns, and its end may let the next one start: one after the other, not one inside
/// the other, however many they are.
/// </summary>
internal sealed class Starter(Prober prober)
{
    [ThreadStatic]
    private static Queue<Run>? _mine;

    public void Start(List<Run>? begun)
    {
        if (begun is null)
            return;
        var outermost = _mine is null;
        var queue = _mine ??= new();
        begun.ForEach(queue.Enqueue);
        if (!outermost)
            return;
        try
        {
            while (queue.TryDequeue(out var run))
                if (prober.IsNimble(run))
                    prober.Ask(run);
                else
                    ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
        finally
        {
            _mine = null;
        }
    }
}
