namespace Hale.Server.History.Coding;

/// <summary>
/// The steps in which latencies are kept: each is 1.2 % above the one before, so that a kept latency is within 0.6 % of the measured one, from a
/// microsecond to weeks. What differs by less tells nobody anything, and costs most of the room.
/// </summary>
internal static class LatencyScale
{
    /// <summary>No latency.</summary>
    public const int None = -1;

    /// <summary>The highest step: about 26 days.</summary>
    public const int Last = 2_400;

    private const double Ratio = 1.012;

    private static readonly double PerStep = 1 / Math.Log(Ratio);
    private static readonly double[] Steps = [.. Enumerable.Range(0, Last + 1).Select(step => Math.Pow(Ratio, step) / 1000)];

    /// <summary>The step nearest to a latency; a microsecond and less are step 0.</summary>
    public static int Of(double? milliseconds) =>
        milliseconds is { } value ? (int)Math.Clamp(Math.Round(Math.Log(Math.Max(value * 1000, 1)) * PerStep), 0, Last) : None;

    /// <summary>A step's latency; null for none.</summary>
    public static double? Milliseconds(int step) => step == None ? null : Steps[step];
}
