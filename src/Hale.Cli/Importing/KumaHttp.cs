using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>From an Uptime Kuma monitor of HTTP, with or without a keyword or a JSON query, to Hale's check.</summary>
internal static partial class KumaHttp
{
    /// <summary>The check.</summary>
    public static JsonObject Of(string type, Part part)
    {
        var check = new JsonObject { ["type"] = "http", ["url"] = part.Text("url") ?? "" };
        if (part.Text("method") is { } method && !method.Equals("GET", StringComparison.OrdinalIgnoreCase))
            check["method"] = method.ToUpperInvariant();
        Headers(part, check);
        Payload(part, check);
        Login(part, check);
        Connection(part, check);
        if (Statuses(part) is { } statuses)
            check.Expect()["status"] = statuses;
        if (type == "keyword" && part.Text("keyword") is { } keyword)
            Keyword(part, check, keyword);
        if (type == "json-query")
            Query(part, check);
        return check;
    }

    private static void Headers(Part part, JsonObject check)
    {
        if (part.Raw("headers") is not { } given)
            return;
        var headers = given is ScalarNode scalar ? SourceJson.Inner(scalar.Text) : given;
        if (headers is MapNode map)
        {
            foreach (var entry in map.Entries)
                if (entry.Value is ScalarNode value)
                    check.Header(entry.Key, value.Text);
        }
        else if (given is not ScalarNode { Text: "" })
        {
            part.Lose("headers", "they are no JSON mapping");
        }
    }

    private static void Payload(Part part, JsonObject check)
    {
        if (part.Text("body") is not { } body)
            return;
        check["body"] = body;
        var type = part.Text("httpbodyencoding") switch
        {
            "xml" => "text/xml; charset=utf-8",
            "form" => "application/x-www-form-urlencoded",
            _ => "application/json",
        };
        check.Header("Content-Type", type);
    }

    private static void Login(Part part, JsonObject check)
    {
        switch (part.Text("authmethod"))
        {
            case "basic":
            case null when part.Text("basicauthuser") is not null:
                check.Login(part.Text("basicauthuser") ?? "", part.Text("basicauthpass") ?? "");
                break;
            case "oauth2-cc":
                part.Lose("authmethod", "found oauth2-cc; Hale fetches no tokens");
                break;
            case "ntlm":
                part.Lose("authmethod", "found ntlm; allowed: basic");
                break;
            case "mtls":
                part.Lose("authmethod", "found mtls; Hale's client certificate is a file of the hub's machine, client_cert and client_key");
                break;
        }
    }

    private static void Connection(Part part, JsonObject check)
    {
        if (part.Bool("ignoretls"))
            check["insecure_tls"] = true;
        if (part.Number("maxredirects") is 0)
            check["follow_redirects"] = false;
        if (part.Bool("expirynotification") && check["url"]!.GetValue<string>().StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            check["certificate_warn_before"] = "14d";
            part.Tell("expirynotification", "carried over as certificate_warn_before 14d, which degrades");
        }

        part.Lose("proxyid", "the address of a proxy is given to each check, as proxy");
        part.Lose("cachebust", "Hale asks for the URL as it stands");
    }

    private static string? Statuses(Part part)
    {
        var given = part.Raw("acceptedstatuscodes") ?? (part.Text("acceptedstatuscodesjson") is { } text ? SourceJson.Inner(text) : null);
        var statuses = ((given as ListNode)?.Items ?? []).OfType<ScalarNode>().Select(each => each.Text).ToArray();
        return statuses is [] or ["200-299"] ? null : string.Join(',', statuses);
    }

    private static void Keyword(Part part, JsonObject check, string keyword)
    {
        if (part.Bool("invertkeyword"))
            check.Expect()["body_matches"] = $@"(?s)\A(?!.*{Regex.Escape(keyword)})";
        else
            check.Expect()["body_contains"] = keyword;
    }

    private static void Query(Part part, JsonObject check)
    {
        var (path, expected, compared) = (part.Text("jsonpath") ?? "$", part.Text("expectedvalue"), part.Text("jsonpathoperator") ?? "==");
        if (Path().Match(path) is not { Success: true } match)
            part.Lose("jsonpath", "Hale takes a path to one value, such as $.data[0].status, and no expression");
        else if (compared != "==")
            part.Lose("jsonpathoperator", "allowed: ==");
        else
            check.Expect()["json"] = new JsonObject { [Rooted(match.Value)] = Value(expected) };
    }

    private static string Rooted(string path) => path.StartsWith('$') ? path : $"$.{path}";

    private static JsonNode? Value(string? expected) => expected switch
    {
        null => "",
        "true" => true,
        "false" => false,
        "null" => null,
        _ when long.TryParse(expected, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => expected,
    };

    [GeneratedRegex(@"^(\$|(\$\.)?[A-Za-z_][\w-]*)(\.[A-Za-z_][\w-]*|\[[0-9]+\])*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Path();
}
