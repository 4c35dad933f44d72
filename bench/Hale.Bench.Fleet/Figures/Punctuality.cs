namespace Hale.Bench.Fleet.Figures;

/// <summary>How punctual a fleet was, counted where the requests arrived.</summary>
/// <param name="Requests">In the window.</param>
/// <param name="Missed">Checks that did not come where the gap had room for them.</param>
/// <param name="Doubled">Checks less than half an interval after the one before.</param>
/// <param name="Off">Gaps that differ from the interval by more than a tenth.</param>
/// <param name="Worst">The greatest such difference, as a share of the interval.</param>
/// <param name="P99">The difference that 99 of 100 gaps stay below.</param>
internal sealed record Punctuality(int Requests, int Missed, int Doubled, int Off, double Worst, double P99)
{
    private const double Tolerance = 0.1;

    /// <param name="fleet">Sorted times of each target, in seconds; a target that was never asked has an empty list.</param>
    public static Punctuality Of(IEnumerable<IReadOnlyList<double>> fleet, double from, double to, double interval)
    {
        int requests = 0, missed = 0, doubled = 0;
        var differences = new List<double>();
        foreach (var times in fleet)
        {
            // The window's edges are no requests: what they cut off is at most one interval on either side.
            var within = times.Where(time => time >= from && time < to).ToArray();
            requests += within.Length;
            missed += Rooms(within.FirstOrDefault(to) - from, interval) + (within.Length == 0 ? 0 : Rooms(to - within[^1], interval));
            for (var i = 1; i < within.Length; i++)
            {
                var gap = within[i] - within[i - 1];
                differences.Add(Math.Abs(gap - interval) / interval);
                missed += Math.Max(0, (int)Math.Round(gap / interval) - 1);
                doubled += gap < interval / 2 ? 1 : 0;
            }
        }

        differences.Sort();
        return new(
            requests, missed, doubled, differences.Count(difference => difference > Tolerance), differences.LastOrDefault(),
            differences.Count == 0 ? 0 : differences[(int)(differences.Count * 0.99)]);
    }

    // How many checks are missing between an edge and the first or last request.
    private static int Rooms(double gap, double interval) => Math.Max(0, (int)Math.Floor(gap / interval - Tolerance));
}
