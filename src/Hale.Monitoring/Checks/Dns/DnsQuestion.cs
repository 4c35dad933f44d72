namespace Hale.Monitoring.Checks.Dns;

/// <summary>What is asked, and the bytes that ask it (RFC 1035, 4.1; RFC 6891).</summary>
/// <param name="Name">Normal, as <see cref="DomainName.Normal"/> has it.</param>
internal sealed record DnsQuestion(string Name, RecordType Type)
{
    /// <summary>The longest answer over UDP that is asked for: it fits through any network in one piece (DNS flag day 2020).</summary>
    public const int LongestDatagram = 1232;

    private static readonly byte[] Extension = [0, 0, 41, LongestDatagram >> 8, LongestDatagram & 255, 0, 0, 0, 0, 0, 0];

    /// <summary>A query that asks the server to find the answer out.</summary>
    /// <param name="extended">Whether longer answers are asked for, which very old servers don't understand.</param>
    public byte[] Query(ushort id, bool extended)
    {
        var message = new List<byte> { (byte)(id >> 8), (byte)id, 1, 0, 0, 1, 0, 0, 0, 0, 0, extended ? (byte)1 : (byte)0 };
        DomainName.Write(message, Name);
        message.AddRange([(byte)((ushort)Type >> 8), (byte)Type, 0, 1]);
        if (extended)
            message.AddRange(Extension);
        return [.. message];
    }

    /// <summary>Whether a message answers this question. One that only says what is wrong may leave the question out.</summary>
    public bool IsAnsweredBy(DnsMessage message) =>
        message.Question is { } question ? question == (Name, (ushort)Type) : message.Header.Code != DnsHeader.NoError;
}
