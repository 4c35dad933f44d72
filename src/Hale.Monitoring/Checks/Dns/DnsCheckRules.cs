using System.Net;
using System.Net.Sockets;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Dns;

/// <summary>Reads and checks a DNS check's description.</summary>
internal static class DnsCheckRules
{
    private const string Shape = "dns, a resolver, a name and perhaps a type, such as dns://10.0.0.2/shop.example.com?type=A";
    private const int MostExpected = 50;

    /// <summary>Reads the options; null when anything is wrong.</summary>
    public static DnsCheckOptions? Read(Fields fields, Problems problems)
    {
        var found = problems.All.Count;
        var url = Url(fields);
        var question = url is null ? null : Question(fields, url);
        var expect = Expect(fields, question?.Type);
        return problems.All.Count > found || question is null ? null : new() { Url = url!, Question = question, Expect = expect };
    }

    private static Uri? Url(Fields fields)
    {
        if (!fields.Require("url", $"a URL: {Shape}") || fields.Text("url") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "dns", Host.Length: > 0, Port: not 0, UserInfo: "", Fragment: "" })
            return url;
        fields.Wrong("url", fields.Raw("url")!, Shape);
        return null;
    }

    private static DnsQuestion? Question(Fields fields, Uri url)
    {
        if (Type(url.Query) is not { } type)
        {
            fields.Wrong("url", fields.Raw("url")!, $"of parameters only type, one of {string.Join(", ", RecordTypes.Words.Keys)}");
            return null;
        }

        var text = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        var name = type == RecordType.Ptr && IPAddress.TryParse(text, out var address) ? DomainName.Reverse(address) : DomainName.Normal(text);
        if (name is null)
            fields.Wrong("url", fields.Raw("url")!, text.Length == 0 ? Shape : "a name of 1 to 253 characters, with 1 to 63 from one dot to the next");
        return name is null ? null : new(name, type);
    }

    /// <summary>The type of <c>?type=MX</c>; A when there is no query.</summary>
    private static RecordType? Type(string query)
    {
        const string parameter = "?type=";
        if (query is "" or "?")
            return RecordType.A;
        return query.StartsWith(parameter, StringComparison.Ordinal) && RecordTypes.Words.TryGetValue(query[parameter.Length..], out var type) ? type : null;
    }

    private static IReadOnlyList<string> Expect(Fields fields, RecordType? type)
    {
        var values = fields.Raw("expect") switch
        {
            ListNode => fields.Texts("expect"),
            null => [],
            _ => fields.Text("expect") is { } one ? [one] : null,
        } ?? [];
        if (values.Count > MostExpected || (fields.Raw("expect") is ListNode && values.Count == 0))
            fields.Wrong("expect", fields.Raw("expect")!, $"a value, or a list of 1 to {MostExpected}");
        else if (type is { } known && values.FirstOrDefault(value => !Fits(value, known)) is { } stray)
            fields.Wrong("expect", new ScalarNode(ScalarKind.Text, stray, fields.Raw("expect")!.At), Allowed(known));
        return values;
    }

    private static bool Fits(string value, RecordType type) => type switch
    {
        RecordType.A => IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetwork,
        RecordType.Aaaa => IPAddress.TryParse(value, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6,
        _ => value.Trim().Length > 0,
    };

    private static string Allowed(RecordType type) => type switch
    {
        RecordType.A => "an IPv4 address, as an A record has it",
        RecordType.Aaaa => "an IPv6 address, as an AAAA record has it",
        _ => "what the record says",
    };
}
