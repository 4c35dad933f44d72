using Hale.Server.Packing;

namespace Hale.Server.Series.Coding;

/// <summary>
/// The hours of a day in some two hundred bytes: the version, 1; then four <see cref="Chunk"/>s, each behind its length, of a sample an hour: how many values it had,
/// their sum, the lowest, the highest.
/// </summary>
internal static class Rollup
{
    /// <summary>The most hours of one.</summary>
    public const int Most = 24;

    private const byte Version = 1;

    /// <summary>Packs the hours of a day that have a value, at least one.</summary>
    public static byte[] Write(IReadOnlyList<HourSum> hours)
    {
        var bytes = new List<byte>(256) { Version };
        Span<byte> length = stackalloc byte[Varint.Longest];
        foreach (var part in (ReadOnlySpan<Func<Sum, double>>)[sum => sum.Count, sum => sum.Total, sum => sum.Min, sum => sum.Max])
        {
            var chunk = Chunk.Write([.. hours.Select(hour => new Measure(hour.At, part(hour.Sum)))], 0);
            var place = 0;
            Varint.Write(length, ref place, (ulong)chunk.Length);
            bytes.AddRange(length[..place]);
            bytes.AddRange(chunk);
        }

        return [.. bytes];
    }

    /// <summary>Unpacks a day.</summary>
    /// <exception cref="InvalidDataException">These bytes are no rollup, or a damaged one.</exception>
    public static IReadOnlyList<HourSum> Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException($"a rollup of version {(bytes.IsEmpty ? 0 : bytes[0])}; allowed: {Version}");
        var place = 1;
        var (counts, totals, lowest, highest) = (Part(bytes, ref place), Part(bytes, ref place), Part(bytes, ref place), Part(bytes, ref place));
        if (counts.Length > Most || totals.Length != counts.Length || lowest.Length != counts.Length || highest.Length != counts.Length)
            throw new InvalidDataException($"found {counts.Length}, {totals.Length}, {lowest.Length} and {highest.Length} hours; allowed: the same, at most {Most}");
        var hours = new HourSum[counts.Length];
        for (var i = 0; i < hours.Length; i++)
            hours[i] = new(counts[i].At, Sum.Of((long)counts[i].Value, totals[i].Value, lowest[i].Value, highest[i].Value));
        return hours;
    }

    private static Measure[] Part(ReadOnlySpan<byte> bytes, ref int place)
    {
        var length = Varint.Read(bytes, ref place, bytes.Length);
        if (length > bytes.Length - place)
            throw new InvalidDataException("a rollup is cut short");
        var part = Chunk.Read(bytes.Slice(place, length)).Samples;
        place += length;
        return part;
    }
}
