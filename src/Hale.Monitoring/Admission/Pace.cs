namespace Hale.Monitoring.Admission;

/// <summary>
/// An even pace: so many per second, one after the other and never two at once (the virtual scheduling of ITU-T I.371 without a burst). Who has to
/// wait is told its moment and holds it; nobody is turned away.
/// </summary>
internal struct Pace
{
    private TimeSpan _free;

    /// <summary>The next moment that nobody holds.</summary>
    public readonly TimeSpan Next(TimeSpan now) => _free > now ? _free : now;

    /// <summary>Takes the moment <paramref name="at"/>, which <see cref="Next"/> told.</summary>
    public void Take(TimeSpan at, double perSecond) => _free = at + TimeSpan.FromSeconds(1 / perSecond);
}
