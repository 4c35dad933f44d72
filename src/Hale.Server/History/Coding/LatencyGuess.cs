namespace Hale.Server.History.Coding;

/// <summary>What the next latency is expected to be: a mean of those before, each counting 2 to the power of <paramref name="width"/> times as much as all before it.</summary>
/// <param name="width">0: the last one alone.</param>
internal struct LatencyGuess(int width)
{
    /// <summary>The slowest of the guesses.</summary>
    public const int Widest = 5;

    private const int Fraction = 8;

    private int _mean = -1;

    public readonly int Next => _mean < 0 ? 0 : _mean + (1 << Fraction - 1) >> Fraction;

    public void Saw(int latency)
    {
        var value = latency << Fraction;
        _mean = _mean < 0 ? value : _mean + (value - _mean >> width);
    }

    /// <summary>The guess that misses least.</summary>
    public static int Best(ReadOnlySpan<Reading> readings)
    {
        ReadOnlySpan<int> widths = [0, 2, 4];
        var (best, least) = (0, long.MaxValue);
        foreach (var width in widths)
        {
            var (guess, missed) = (new LatencyGuess(width), 0L);
            foreach (ref readonly var reading in readings)
            {
                if (reading.Latency == LatencyScale.None)
                    continue;
                missed += Math.Abs(reading.Latency - guess.Next);
                guess.Saw(reading.Latency);
            }

            if (missed < least)
                (best, least) = (width, missed);
        }

        return best;
    }
}
