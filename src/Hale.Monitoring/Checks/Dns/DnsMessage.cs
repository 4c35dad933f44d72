using System.Buffers.Binary;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>One record of an answer.</summary>
/// <param name="Text">What it says, as a zone file has it; null for a type that nobody asks for.</param>
/// <param name="Target">The name it leads to, for those types that lead to one.</param>
internal sealed record DnsRecord(string Owner, ushort Type, uint Ttl, string? Text, string? Target);

/// <summary>An answer as it came (RFC 1035, 4.1): its header, its question and its answer section; what comes behind is of no use here.</summary>
/// <param name="Question">Null when the answer repeats none, as some do that refuse.</param>
internal sealed record DnsMessage(DnsHeader Header, (string Name, ushort Type)? Question, IReadOnlyList<DnsRecord> Answers)
{
    private const ushort Internet = 1;

    /// <summary>Reads a message; false when it is cut short or breaks the format anywhere. Bounded by its own length, whatever it claims.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out DnsMessage? message)
    {
        message = null;
        if (!DnsHeader.TryRead(bytes, out var header) || header.Questions > 1)
            return false;
        var at = DnsHeader.Length;
        (string, ushort)? question = null;
        if (header.Questions == 1)
        {
            if (!DomainName.TryRead(bytes, ref at, out var name) || at + 4 > bytes.Length || BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]) != Internet)
                return false;
            question = (name, BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
            at += 4;
        }

        var answers = new List<DnsRecord>();
        for (var i = 0; i < header.Answers; i++)
        {
            if (!TryRead(bytes, ref at, out var record))
                return false;
            if (record is not null)
                answers.Add(record);
        }

        message = new(header, question, answers);
        return true;
    }

    /// <summary>The records that answer a question: those of the name itself and of the names it is an alias of.</summary>
    public IReadOnlyList<DnsRecord> Of(string name, RecordType type)
    {
        var names = new HashSet<string> { name };
        while (type != RecordType.Cname
            && Answers.FirstOrDefault(each => each.Type == (ushort)RecordType.Cname && names.Contains(each.Owner) && !names.Contains(each.Target!)) is { } alias)
            names.Add(alias.Target!);
        return [.. Answers.Where(each => each.Type == (ushort)type && names.Contains(each.Owner))];
    }

    /// <summary>Reads one record and moves behind it; it is null when it is of another class.</summary>
    private static bool TryRead(ReadOnlySpan<byte> bytes, ref int at, out DnsRecord? record)
    {
        record = null;
        if (!DomainName.TryRead(bytes, ref at, out var owner) || at + 10 > bytes.Length)
            return false;
        var fields = bytes.Slice(at, 10);
        var (type, kind) = (BinaryPrimitives.ReadUInt16BigEndian(fields), BinaryPrimitives.ReadUInt16BigEndian(fields[2..]));
        var ttl = BinaryPrimitives.ReadUInt32BigEndian(fields[4..]);
        var (start, end) = (at + 10, at + 10 + BinaryPrimitives.ReadUInt16BigEndian(fields[8..]));
        if (end > bytes.Length)
            return false;
        at = end;
        if (kind != Internet)
            return true;

        // Nothing of a record may lie behind its end; names in it may point back to what comes before.
        if (!RecordText.TryRead(bytes[..end], start, (RecordType)type, out var text, out var target))
            return false;
        record = new(owner, type, ttl, text, target);
        return true;
    }
}
