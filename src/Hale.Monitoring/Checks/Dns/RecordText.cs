using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>What a record says, as a zone file has it (RFC 1035, 3.3; RFC 2782, 8659). Pure.</summary>
internal static class RecordText
{
    private const int AddressLength = 4;
    private const int LongAddressLength = 16;

    /// <summary>Reads from <paramref name="at"/> to the end of <paramref name="message"/>; false when the content is not what its type says.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int at, RecordType type, out string? text, out string? target)
    {
        text = target = null;
        var content = message[at..];
        switch (type)
        {
            case RecordType.A when content.Length == AddressLength:
            case RecordType.Aaaa when content.Length == LongAddressLength:
                text = new IPAddress(content).ToString();
                return true;
            case RecordType.Ns or RecordType.Cname or RecordType.Ptr:
                text = target = LastName(message, at);
                return text is not null;
            case RecordType.Mx when content.Length > 2 && LastName(message, at + 2) is { } exchange:
                (text, target) = (Invariant($"{Number(content, 0)} {exchange}"), exchange);
                return true;
            case RecordType.Srv when content.Length > 6 && LastName(message, at + 6) is { } host:
                (text, target) = (Invariant($"{Number(content, 0)} {Number(content, 2)} {Number(content, 4)} {host}"), host);
                return true;
            case RecordType.Txt:
                return (text = Strings(content)) is not null;
            case RecordType.Soa:
                return (text = Start(message, at)) is not null;
            case RecordType.Caa when content.Length >= 2 && content[1] is > 0 and var tag && 2 + tag <= content.Length:
                text = Invariant($"{content[0]} {Plain(content.Slice(2, tag))} \"{Plain(content[(2 + tag)..])}\"");
                return true;
            default:
                return !Enum.IsDefined(type);
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static ushort Number(ReadOnlySpan<byte> content, int at) => BinaryPrimitives.ReadUInt16BigEndian(content[at..]);

    /// <summary>A name that fills the rest; null when there is none or something comes behind it.</summary>
    private static string? LastName(ReadOnlySpan<byte> message, int at) => DomainName.TryRead(message, ref at, out var name) && at == message.Length ? name : null;

    /// <summary>The strings of a TXT record, joined as those who read it do (RFC 7208, 3.3).</summary>
    private static string? Strings(ReadOnlySpan<byte> content)
    {
        var all = new List<byte>(content.Length);
        for (var at = 0; at < content.Length; at += 1 + content[at])
        {
            if (at + 1 + content[at] > content.Length)
                return null;
            all.AddRange(content.Slice(at + 1, content[at]));
        }

        return content.IsEmpty ? null : Plain(all.ToArray());
    }

    private static string? Start(ReadOnlySpan<byte> message, int at)
    {
        const int numbers = 5 * sizeof(uint);
        if (!DomainName.TryRead(message, ref at, out var server) || !DomainName.TryRead(message, ref at, out var mailbox) || message.Length - at != numbers)
            return null;
        var text = new StringBuilder($"{server} {mailbox}");
        for (; at < message.Length; at += sizeof(uint))
            text.Append(CultureInfo.InvariantCulture, $" {BinaryPrimitives.ReadUInt32BigEndian(message[at..])}");
        return text.ToString();
    }

    /// <summary>Text for a person, in which nothing steers a terminal.</summary>
    private static string Plain(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var each in Encoding.UTF8.GetString(bytes))
            if (char.IsControl(each))
                text.Append(CultureInfo.InvariantCulture, $"\\{(int)each:000}");
            else
                text.Append(each);
        return text.ToString();
    }
}
