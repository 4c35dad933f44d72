namespace Hale.Monitoring.Watch.Rounds;

/// <summary>Counts the watch's work. Touched only under the watcher's gate.</summary>
internal sealed class Tally
{
    private readonly long[] _lateness = new long[Lateness.Bounds.Count + 1];
    private double _latenessSum;

    public long Started { get; private set; }

    public long Finished { get; private set; }

    public long Skipped { get; private set; }

    public long Abandoned { get; private set; }

    public Lateness Late => new([.. _lateness], _latenessSum);

    /// <param name="late">From due to started; null for a check that no schedule asked for.</param>
    public void Start(TimeSpan? late)
    {
        Started++;
        if (late is not { } wait)
            return;
        var seconds = Math.Max(0, wait.TotalSeconds);
        _latenessSum += seconds;
        var bucket = 0;
        while (bucket < Lateness.Bounds.Count && seconds > Lateness.Bounds[bucket])
            bucket++;
        _lateness[bucket]++;
    }

    public void Finish(bool abandoned)
    {
        Finished++;
        if (abandoned)
            Abandoned++;
    }

    public void Skip() => Skipped++;
}
