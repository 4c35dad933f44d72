namespace Hale.Monitoring.Checks.Dns;

/// <summary>The types of records that can be asked for, by their numbers on the wire (RFC 1035, 3.2.2; RFC 3596, 2782, 8659).</summary>
internal enum RecordType : ushort
{
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Caa = 257,
}

internal static class RecordTypes
{
    /// <summary>The types by the words people write.</summary>
    public static readonly IReadOnlyDictionary<string, RecordType> Words =
        Enum.GetValues<RecordType>().ToDictionary(Word, StringComparer.OrdinalIgnoreCase);

    public static string Word(this RecordType type) => type.ToString().ToUpperInvariant();
}
