namespace Hale.Server.History.Coding;

/// <summary>
/// What the next latency is expected to be: a mean of those before that moves 1 / 2 to the power of <paramref name="kind"/> of the way to each; or, of kind
/// <see cref="Returning"/>, five eighths of the way from such a mean of kind 4 to the last latency, as what strays from the usual comes back to it.
/// </summary>
/// <param name="kind">0: the last one alone.</param>
internal struct LatencyGuess(int kind)
{
    /// <summary>The guess that what strays comes back.</summary>
    public const int Returning = 6;

    private const int Fraction = 8;
    private const int Slow = 4;

    private readonly int _width = kind == Returning ? Slow : kind;
    private int _mean = -1;
    private int _last = -1;

    public readonly int Next =>
        _mean < 0 ? 0 : (kind == Returning ? _mean + ((_last - _mean) * 5 >> 3) : _mean) + (1 << Fraction - 1) >> Fraction;

    public void Saw(int latency)
    {
        _last = latency << Fraction;
        _mean = _mean < 0 ? _last : _mean + (_last - _mean >> _width);
    }

    /// <summary>The guess that misses least.</summary>
    public static int Best(ReadOnlySpan<Reading> readings)
    {
        ReadOnlySpan<int> kinds = [0, 2, 4, Returning];
        var (best, least) = (0, long.MaxValue);
        foreach (var kind in kinds)
        {
            var (guess, missed) = (new LatencyGuess(kind), 0L);
            foreach (ref readonly var reading in readings)
            {
                if (reading.Latency == LatencyScale.None)
                    continue;
                missed += Math.Abs(reading.Latency - guess.Next);
                guess.Saw(reading.Latency);
            }

            if (missed < least)
                (best, least) = (kind, missed);
        }

        return best;
    }
}
