namespace Hale.Server.Series.Coding;

/// <summary>
/// What the next number is expected to be: a mean of those before, or the last one and a mean of the differences before, as a counter has it. A number counts
/// 2 to the power of <paramref name="width"/> times less than all before it together.
/// </summary>
/// <param name="climbs">Whether the differences are averaged.</param>
/// <param name="width">0: the last one alone.</param>
internal struct Guess(bool climbs, int width)
{
    /// <summary>Those that are tried; kept data refer to them by their place.</summary>
    public static readonly Guess[] All = [new(false, 0), new(false, 1), new(false, 3), new(true, 0), new(true, 2), new(true, 4)];

    // Numbers of 54 bits, their differences, and these lie within 63.
    private const int Fraction = 6;

    private long _last;
    private long _mean;
    private int _seen;

    public readonly bool Begun => _seen > 0;

    public readonly long Next => unchecked((climbs ? _last : 0) + ((_mean + (1 << Fraction - 1)) >> Fraction));

    public void Saw(long number)
    {
        var value = unchecked((climbs ? number - _last : number) << Fraction);
        // A climb is known after two.
        var settled = climbs ? 2 : 1;
        if (_seen < settled)
            _mean = climbs && _seen == 0 ? 0 : value;
        else
            _mean = unchecked(_mean + ((value - _mean) >> width));
        _seen = Math.Min(_seen + 1, settled);
        _last = number;
    }
}
