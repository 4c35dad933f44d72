namespace Hale.Monitoring.Watch;

/// <summary>What the watch shows of its own work.</summary>
/// <param name="Active">Things watched and not paused.</param>
/// <param name="Started">Checks begun since the start, forced ones included.</param>
/// <param name="Finished">Checks that came to a result.</param>
/// <param name="Skipped">Due checks that were skipped because one ran or waited.</param>
/// <param name="Abandoned">Checks given up because they outlived their timeout.</param>
/// <param name="InFlight">Checks that run now.</param>
/// <param name="Waiting">Due checks that wait for one of the running to end.</param>
/// <param name="OldestOverdue">How long the longest waiting due check has been due; zero when none waits.</param>
public sealed record WatchFigures(
    int Active, long Started, long Finished, long Skipped, long Abandoned, int InFlight, int Waiting, TimeSpan OldestOverdue, Lateness Lateness);

/// <summary>What due checks wait for.</summary>
/// <param name="Places">For one of the running to end.</param>
/// <param name="Host">For one of the running to the same <c>host:port</c> to end.</param>
/// <param name="Rechecks">For the budget of early tries to their <c>host:port</c>.</param>
/// <param name="Rate">For the rate at which their <c>host:port</c> may be asked.</param>
/// <param name="Circuit">For somebody to get through to their <c>host:port</c>: their checks are not made.</param>
/// <param name="OpenCircuits">How many <c>host:port</c> nobody gets through to.</param>
public sealed record Congestion(int Places, int Host, int Rechecks, int Rate, int Circuit, int OpenCircuits);

/// <summary>From due to started, as a histogram.</summary>
/// <param name="Counts">Checks per bucket, not cumulated; the last one is for those beyond every bound.</param>
/// <param name="SumSeconds">The sum of all, in seconds.</param>
public sealed record Lateness(IReadOnlyList<long> Counts, double SumSeconds)
{
    /// <summary>The buckets' upper bounds in seconds, inclusive.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>How many were counted.</summary>
    public long Count => Counts.Sum();
}
