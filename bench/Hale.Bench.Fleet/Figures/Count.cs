namespace Hale.Bench.Fleet.Figures;

/// <summary>What was counted of a program between two moments: checks where they arrived, processor time where it was spent.</summary>
/// <param name="Seconds">Between the two.</param>
/// <param name="Checks">Requests that arrived at the targets.</param>
/// <param name="CpuSeconds">User and system time of the program.</param>
/// <param name="TargetCpuSeconds">The same of nginx.</param>
internal sealed record Count(double Seconds, long Checks, double CpuSeconds, double TargetCpuSeconds)
{
    public double PerSecond => Checks / Seconds;

    public double CpuPercent => CpuSeconds / Seconds * 100;

    public double CpuMicroseconds => CpuSeconds / Math.Max(1, Checks) * 1e6;

    public double TargetCpuMicroseconds => TargetCpuSeconds / Math.Max(1, Checks) * 1e6;

    /// <summary>
    /// How many checks did not come that were due. Those due at the window's edges may come just outside of it, so a tenth of an interval is no miss;
    /// none is less than that.
    /// </summary>
    public long Missed(int services, double interval)
    {
        var due = services * Seconds / interval;
        return Math.Max(0, (long)Math.Floor(due - Checks - services * 0.1));
    }
}
