namespace Hale.Server.Storage.Schema;

/// <summary>
/// The key of a chunk: its series and the second of its last result in one number, so that a series' chunks lie together, in their order, without an index.
/// </summary>
internal static class ChunkPlace
{
    /// <summary>The bits of the second, up to the year 4147.</summary>
    public const int Bits = 36;

    /// <summary>The last second.</summary>
    public const long Latest = (1L << Bits) - 1;

    /// <summary>The place of a chunk that ends then, and the first one of those that end then or later.</summary>
    public static long Of(long series, DateTimeOffset lastAt) => series << Bits | Math.Clamp(lastAt.ToUnixTimeSeconds(), 0, Latest);

    /// <summary>When what is at a place ends.</summary>
    public static DateTimeOffset At(long place) => DateTimeOffset.FromUnixTimeSeconds(place & Latest);

    /// <summary>The first place of a series.</summary>
    public static long First(long series) => series << Bits;

    /// <summary>The last place of a series.</summary>
    public static long Last(long series) => series << Bits | Latest;
}
