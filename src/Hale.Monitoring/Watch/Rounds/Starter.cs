namespace Hale.Monitoring.Watch.Rounds;

/// <summary>
/// Begins runs outside the gate. A nimble check is begun right here, any other on a thread of the pool, so that one that blocks before its first wait
/// blocks nobody.
/// </summary>
internal sealed class Starter(Prober prober)
{
    public void Start(List<Run>? begun)
    {
        foreach (var run in begun ?? [])
        {
            if (prober.IsNimble(run))
                prober.Ask(run);
            else
                ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        }
    }
}
