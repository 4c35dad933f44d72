namespace Hale.Monitoring.Schedule;

/// <summary>Spreads the first checks of what is added while the watch runs: one is checked at once, thousands within a short time one after the other.</summary>
internal sealed class Influx
{
    private TimeSpan _free;

    /// <summary>When something added at <paramref name="now"/> is first checked; never later than its interval.</summary>
    public TimeSpan Next(string key, TimeSpan interval, TimeSpan now)
    {
        if (_free < now)
            _free = now;
        var first = _free;
        _free += Cadence.BetweenFirsts;
        return first - now <= interval ? first : now + (Cadence.Place(key) * interval);
    }
}
