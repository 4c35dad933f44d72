using System.Globalization;
using System.Net;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>What an answer amounts to, told to the visit.</summary>
internal sealed class DnsJudge(DnsCheckOptions options, Visit visit)
{
    private const int MostShown = 20;
    private const int LongestShown = 255;

    public Failure? Of(DnsMessage answer)
    {
        visit.Answered = true;
        var (name, type) = (options.Question.Name, options.Question.Type);
        if (answer.Header.Code != DnsHeader.NoError)
            return Refused(name, answer.Header.Code);
        var records = answer.Of(name, type);
        if (records.Count == 0)
            return new(FailureKind.Dns, $"{name} has no {type.Word()} record, says {visit.Peer} (DNS error)");
        Tell(answer, records);
        string[] missing = [.. options.Expect.Where(value => !records.Any(record => Says(record, value)))];
        return missing.Length == 0 ? null : new(
            FailureKind.Body, $"{name} {type.Word()} is {Shown(records)}; expected {Cut(string.Join(", ", missing))} among the answers (wrong body)");
    }

    /// <summary>A response code means that the name could not be resolved; which one tells whose fault it is.</summary>
    private Failure Refused(string name, int code)
    {
        var word = DnsHeader.Word(code);
        return new(FailureKind.Dns, code switch
        {
            DnsHeader.NameError => $"{name} does not exist, says {visit.Peer} ({word}, DNS error)",
            DnsHeader.ServerFailure => $"{visit.Peer} could not find out about {name} ({word}, DNS error)",
            DnsHeader.Refused => $"{visit.Peer} refuses to answer for {name} ({word}, DNS error)",
            _ => $"{visit.Peer} could not answer for {name} ({word}, DNS error)",
        });
    }

    private void Tell(DnsMessage answer, IReadOnlyList<DnsRecord> records)
    {
        foreach (var record in answer.Answers.Where(each => each.Type == (ushort)RecordType.Cname && options.Question.Type != RecordType.Cname).Take(MostShown))
            visit.Trace.Note($"{record.Owner} is an alias of {record.Target}");
        foreach (var record in records.Take(MostShown))
            visit.Trace.Note(string.Create(CultureInfo.InvariantCulture, $"{options.Question.Type.Word()} {Cut(record.Text!)} for {record.Ttl} s"));
        visit.Details["answers"] = records.Take(MostShown).Select(record => Cut(record.Text!)).ToArray();
        visit.Details["ttl_seconds"] = (long)records.Min(record => record.Ttl);
        visit.Details["authoritative"] = answer.Header.Authoritative;
    }

    /// <summary>Names are the same in any case and with or without the dot at their end; a record that leads to a name may be told by that name alone.</summary>
    private bool Says(DnsRecord record, string value)
    {
        value = value.Trim();
        return options.Question.Type switch
        {
            RecordType.A or RecordType.Aaaa => IPAddress.TryParse(value, out var address) && address.ToString() == record.Text,
            RecordType.Txt => value == record.Text,
            RecordType.Caa => Same(value, record.Text) || Same(value.Replace("\"", "", StringComparison.Ordinal), record.Text!.Replace("\"", "", StringComparison.Ordinal)),
            _ => Same(value, record.Text) || Same(value, record.Target),
        };
    }

    private static bool Same(string value, string? told) => string.Equals(value.TrimEnd('.'), told, StringComparison.OrdinalIgnoreCase);

    private static string Shown(IReadOnlyList<DnsRecord> records) =>
        Cut(string.Join(", ", records.Take(3).Select(record => record.Text))) + (records.Count > 3 ? $" and {records.Count - 3} more" : "");

    private static string Cut(string text) => text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown - 3), "...");
}
