using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>From Gatus's conditions to what Hale expects. A condition's value may be a credential: it is never told.</summary>
internal sealed partial class GatusConditions(string item, Harvest harvest, JsonObject check, JsonObject body)
{
    private readonly string _type = check["type"]!.GetValue<string>();
    private IEnumerable<int>? _statuses;
    private TimeSpan? _slow;

    /// <summary>Reads them all into the check and its description.</summary>
    public void Read(IReadOnlyList<Node> conditions)
    {
        foreach (var (index, node) in conditions.Index())
        {
            var field = $"conditions[{index}]";
            if (node is not ScalarNode { Text: var text } || Condition().Match(text) is not { Success: true } match)
            {
                harvest.Lose(item, field, "found no comparison; allowed: such as [STATUS] == 200");
                continue;
            }

            var (left, compared, right) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
            if (IsPlace(right) && !IsPlace(left))
                (left, compared, right) = (right, Turned(compared), left);
            if (Take(field, left, compared, right) is { } why)
                harvest.Lose(item, field, $"found {(IsPlace(left) ? left : "a value")} {compared}; {why}");
        }

        if (_type == "http")
            check.Expect()["status"] = Writing.Statuses(_statuses ?? Enumerable.Range(100, 500));
        if (_slow is { } slow && Part.ParseDuration("10m") is { } most)
            body["degraded_above"] = Durations.Format(slow < most ? slow : most);
    }

    /// <summary>Takes one over; answers why it can't be.</summary>
    private string? Take(string field, string left, string compared, string right) => left switch
    {
        "[STATUS]" => Status(compared, right),
        "[RESPONSE_TIME]" => Slow(field, compared, right),
        "[CERTIFICATE_EXPIRATION]" => Certificate(field, compared, right),
        "[CONNECTED]" => compared == "==" && right.Equals("true", StringComparison.OrdinalIgnoreCase) ? null : "allowed: == true",
        "[DNS_RCODE]" => compared == "==" && right == "NOERROR" ? null : "allowed: == NOERROR",
        "[BODY]" => Whole(compared, right),
        _ when left.StartsWith("[BODY]", StringComparison.Ordinal) => At(left, compared, right),
        "[IP]" => "Hale does not ask which address answers",
        "[DOMAIN_EXPIRATION]" => "Hale does not ask registries",
        _ => "Hale compares values at a path of the body, by equality alone",
    };

    private string? Status(string compared, string right)
    {
        if (_type != "http")
            return "only HTTP has a status";
        if (Test(compared, right) is not { } test)
            return "allowed: a number, or any of some";
        var left = (_statuses ?? Enumerable.Range(100, 500)).Where(test).ToArray();
        if (left.Length == 0)
            return "no status is left that would do";
        _statuses = left;
        return null;
    }

    private static Func<int, bool>? Test(string compared, string right)
    {
        var any = Any(right).Select(each => int.TryParse(each, CultureInfo.InvariantCulture, out var number) ? number : (int?)null).ToArray();
        if (any.Contains(null) || (any.Length != 1 && compared is not ("==" or "!=")))
            return null;
        var first = any[0]!.Value;
        return compared switch
        {
            "==" => status => any.Contains(status),
            "!=" => status => !any.Contains(status),
            "<" => status => status < first,
            "<=" => status => status <= first,
            ">" => status => status > first,
            _ => status => status >= first,
        };
    }

    private string? Slow(string field, string compared, string right)
    {
        var limit = int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? TimeSpan.FromMilliseconds(number) : Part.ParseDuration(right);
        if (compared is not ("<" or "<=") || limit is not { } value || value < TimeSpan.FromMilliseconds(1))
            return "allowed: < or <= with milliseconds";
        _slow = _slow < value ? _slow : value;
        harvest.Tell(item, field, Degrades("degraded_above"));
        return null;
    }

    private string? Certificate(string field, string compared, string right)
    {
        if (!(_type == "tls" || (_type == "http" && check["url"]!.GetValue<string>().StartsWith("https:", StringComparison.OrdinalIgnoreCase))))
            return "only TLS has a certificate";
        if (compared is not (">" or ">=") || Part.ParseDuration(right) is not { } before || before < TimeSpan.FromHours(1) || before > TimeSpan.FromDays(3650))
            return "allowed: > or >= with a duration of 1h to 3650d";
        check["certificate_warn_before"] = Durations.Format(before);
        harvest.Tell(item, field, Degrades("certificate_warn_before"));
        return null;
    }

    /// <summary>A condition on the body as a whole.</summary>
    private string? Whole(string compared, string right)
    {
        if (compared != "==")
            return "allowed: ==";
        var pattern = Pattern(right);
        if (_type == "dns" && pattern is null && Any(right) is [var record])
            return Once(check, "expect", record);
        if (_type is not ("http" or "tcp"))
            return "Hale looks at no body here";
        var contained = pattern is not null && Inner().Match(pattern) is { Success: true } inner ? inner.Groups[1].Value : null;
        if (_type == "tcp")
            return contained is not null ? Once(check, "expect", contained) : "allowed: pat(*text*)";
        if (contained is not null && check.Expect()["body_contains"] is null)
            return Once(check.Expect(), "body_contains", contained);
        var expression = pattern is not null ? Glob(pattern) : string.Join('|', Any(right).Select(Regex.Escape));
        return Once(check.Expect(), "body_matches", $@"(?s)\A(?:{expression})\z");
    }

    /// <summary>A condition on a value of a JSON body.</summary>
    private string? At(string left, string compared, string right)
    {
        if (_type != "http")
            return "Hale looks into the body of HTTP alone";
        if (compared != "==" || Pattern(right) is not null || Any(right) is not [var one] || one != right)
            return "allowed: == with one value";
        if (check.Expect()["json"] is not JsonObject json)
            check.Expect()["json"] = json = [];
        json["$" + left["[BODY]".Length..]] = right switch
        {
            "true" => true,
            "false" => false,
            "null" => null,
            _ when long.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when double.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            _ => right,
        };
        return null;
    }

    private static string? Once(JsonObject into, string key, string value)
    {
        if (into[key] is not null)
            return $"allowed: one that becomes {key}";
        into[key] = value;
        return null;
    }

    private static string[] Any(string right) =>
        AnyOf().Match(right) is { Success: true } match ? match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries) : [right];

    private static string? Pattern(string right) => PatternOf().Match(right) is { Success: true } match ? match.Groups[1].Value : null;

    private static string Glob(string pattern) => Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);

    private static bool IsPlace(string text) => text.StartsWith('[') || text.StartsWith("len([", StringComparison.Ordinal) || text.StartsWith("has([", StringComparison.Ordinal);

    private static string Degrades(string setting) => $"carried over as {setting}, which degrades where Gatus fails";

    private static string Turned(string compared) => compared switch
    {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        _ => compared,
    };

    [GeneratedRegex(@"^\s*(.+?)\s+(==|!=|<=|>=|<|>)\s*(.*?)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"^any\((.*)\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex AnyOf();

    [GeneratedRegex(@"^pat\((.*)\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PatternOf();

    // Stars at both ends, and nothing between them that means more than itself.
    [GeneratedRegex(@"^\*([^*?\[\]\\]+)\*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Inner();
}
