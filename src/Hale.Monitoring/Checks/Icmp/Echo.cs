using System.Buffers.Binary;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>Echo requests and replies, of IPv4 (RFC 792) and IPv6 (RFC 4443, 4). Pure.</summary>
internal static class Echo
{
    /// <summary>The random bytes by which a run knows its own echoes.</summary>
    public const int MarkLength = 16;

    private const int Header = 8;
    private const int Payload = 56;
    private const byte Request4 = 8;
    private const byte Reply4 = 0;
    private const byte Request6 = 128;
    private const byte Reply6 = 129;

    /// <summary>A request as long as everybody's ping; its identifier and, over IPv6, its checksum are the system's to fill in.</summary>
    public static byte[] Request(bool six, ushort number, ReadOnlySpan<byte> mark)
    {
        var message = new byte[Header + Payload];
        message[0] = six ? Request6 : Request4;
        mark[..2].CopyTo(message.AsSpan(4));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), number);
        mark.CopyTo(message.AsSpan(Header));
        if (!six)
            BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), Checksum(message));
        return message;
    }

    /// <summary>The number of the request that a message replies to; null for everything else that comes along.</summary>
    public static ushort? Reply(bool six, ReadOnlySpan<byte> message, ReadOnlySpan<byte> mark)
    {
        // Some systems hand out an IPv4 message with its IP header; no ICMP message of ours begins with such a number.
        if (!six && message.Length > 0 && message[0] >> 4 == 4)
            message = message[Math.Min(message.Length, (message[0] & 15) * 4)..];
        return message.Length >= Header + MarkLength && message[0] == (six ? Reply6 : Reply4) && message[1] == 0 && message.Slice(Header, MarkLength).SequenceEqual(mark)
            ? BinaryPrimitives.ReadUInt16BigEndian(message[6..])
            : null;
    }

    /// <summary>The internet checksum (RFC 1071) of a message whose own field is still zero.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> message)
    {
        uint sum = 0;
        for (var at = 0; at < message.Length; at += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }
}
