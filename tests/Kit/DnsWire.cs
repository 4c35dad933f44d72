using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Hale.Tests.Kit;

/// <summary>Writes DNS messages by hand, right ones and wrong ones.</summary>
public sealed class DnsWire
{
    private readonly List<byte> _bytes = [];

    /// <summary>An answer's header and question, taken from the query it answers.</summary>
    /// <param name="flags">Added to those of an answer.</param>
    public DnsWire(ReadOnlySpan<byte> query, int answers = 0, int code = 0, int flags = 0)
    {
        Number(BinaryPrimitives.ReadUInt16BigEndian(query)).Number(0x8180 | flags | code).Number(1).Number(answers).Number(0).Number(0);
        _bytes.AddRange(query[12..QuestionEnd(query)]);
    }

    /// <summary>Points to the name of the question.</summary>
    public static byte[] QuestionName { get; } = [0xc0, 12];

    public byte[] Bytes => [.. _bytes];

    /// <summary>Where the question of a query ends.</summary>
    public static int QuestionEnd(ReadOnlySpan<byte> query)
    {
        var at = 12;
        while (query[at] != 0)
            at += 1 + query[at];
        return at + 5;
    }

    /// <summary>What a query asks for: its name and the number of the type.</summary>
    public static (string Name, int Type) Question(ReadOnlySpan<byte> query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] != 0; at += 1 + query[at])
            labels.Add(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
        return (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(query[(at + 1)..]));
    }

    /// <summary>A name's labels.</summary>
    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => new[] { (byte)label.Length }.Concat(Encoding.ASCII.GetBytes(label))), 0];

    /// <summary>One string of a TXT record.</summary>
    public static byte[] Text(string text) => [(byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Address(string address) => IPAddress.Parse(address).GetAddressBytes();

    /// <summary>Appends a record.</summary>
    public DnsWire Record(byte[] owner, int type, byte[] content, int ttl = 300, int kind = 1)
    {
        _bytes.AddRange(owner);
        Number(type).Number(kind).Number(ttl >> 16).Number(ttl).Number(content.Length);
        _bytes.AddRange(content);
        return this;
    }

    /// <summary>Appends an A record of the question's name.</summary>
    public DnsWire A(string address, int ttl = 300) => Record(QuestionName, 1, Address(address), ttl);

    public static byte[] Numbers(params int[] numbers) => [.. numbers.SelectMany(number => new[] { (byte)(number >> 8), (byte)number })];

    private DnsWire Number(int number)
    {
        _bytes.AddRange([(byte)(number >> 8), (byte)number]);
        return this;
    }
}
