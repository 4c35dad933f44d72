namespace Hale.Server.Packing;

/// <summary>Bytes that grow by a few at a time and of which there are many: they begin short and grow by half.</summary>
internal static class Packed
{
    private const int Shortest = 32;

    /// <summary>Puts some behind those that are there, and moves the length.</summary>
    public static void Append(ref byte[] bytes, ref int length, ReadOnlySpan<byte> more)
    {
        if (bytes.Length - length < more.Length)
            Array.Resize(ref bytes, Math.Max(Math.Max(Shortest, length + more.Length), bytes.Length + (bytes.Length / 2)));
        more.CopyTo(bytes.AsSpan(length));
        length += more.Length;
    }
}
