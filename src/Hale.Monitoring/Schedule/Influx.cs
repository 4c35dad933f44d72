namespace Hale.Monitoring.Schedule;

/// <summary>Spreads the checks of what is added while the watch runs: first ones come at once and, of thousands, one after the other; later ones evenly.</summary>
internal sealed class Influx
{
    /// <summary>Steps of this part of the interval, taken any number of times, never come close to each other (the golden section; Weyl's sequence).</summary>
    private const double Step = 0.618_033_988_749_894_9;

    /// <summary>What is added within this time after another belongs to the same burst.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);

    private TimeSpan _free = -2 * Burst;
    private int _burst;

    /// <summary>
    /// When something added at <paramref name="now"/> is first checked, never later than its interval; and the tick that its later ones are whole
    /// intervals from, so that what was added in one burst does not come in one ever after.
    /// </summary>
    public (TimeSpan First, TimeSpan Anchor) Next(string key, TimeSpan interval, TimeSpan now)
    {
        _burst = now - _free <= Burst ? _burst + 1 : 0;
        if (_free < now)
            _free = now;
        var first = _free;
        _free += Cadence.BetweenFirsts;
        if (first - now > interval)
            first = now + (Cadence.Place(key) * interval);
        return (first, first + (_burst * Step % 1 * interval));
    }
}
