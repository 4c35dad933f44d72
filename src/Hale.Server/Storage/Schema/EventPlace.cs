namespace Hale.Server.Storage.Schema;

/// <summary>
/// The places of changes that were before any that is kept. Those of others count up from 1 in the order they are written; these are made of their times and are all
/// below that, so that the order of places is right for both.
/// </summary>
internal static class EventPlace
{
    // A million of one millisecond; times up to the year 2109.
    private const int Bits = 20;

    private const long Latest = (1L << 62 - Bits) - 1;

    /// <summary>The first place of a time.</summary>
    public static long First(DateTimeOffset at) => (Math.Clamp(Moments.Of(at), 0, Latest) << Bits) - (1L << 62);

    /// <summary>The last one.</summary>
    public static long Last(DateTimeOffset at) => First(at) + (1L << Bits) - 1;
}
