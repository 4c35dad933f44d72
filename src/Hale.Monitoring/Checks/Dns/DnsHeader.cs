using System.Buffers.Binary;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>The twelve bytes that every message begins with (RFC 1035, 4.1.1).</summary>
/// <param name="IsAnswer">Whether it is an answer to a query, and nothing else.</param>
/// <param name="Truncated">Whether it was too long for the way it came.</param>
internal readonly record struct DnsHeader(ushort Id, bool IsAnswer, bool Authoritative, bool Truncated, int Code, int Questions, int Answers)
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 12;

    public const int NoError = 0;
    public const int FormatError = 1;
    public const int ServerFailure = 2;
    public const int NameError = 3;
    public const int NotImplemented = 4;
    public const int Refused = 5;

    public static bool TryRead(ReadOnlySpan<byte> bytes, out DnsHeader header)
    {
        header = default;
        if (bytes.Length < Length)
            return false;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        header = new(
            BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (flags & 0xf800) == 0x8000,
            (flags & 0x0400) != 0,
            (flags & 0x0200) != 0,
            flags & 0x000f,
            BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]));
        return true;
    }

    /// <summary>The name of a response code.</summary>
    public static string Word(int code) => code switch
    {
        FormatError => "FORMERR",
        ServerFailure => "SERVFAIL",
        NameError => "NXDOMAIN",
        NotImplemented => "NOTIMP",
        Refused => "REFUSED",
        _ => FormattableString.Invariant($"RCODE {code}"),
    };
}
