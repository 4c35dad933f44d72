using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>From what a prober of blackbox_exporter asks to what Hale asks.</summary>
internal static partial class BlackboxProbers
{
    /// <summary>The check of a target; null for a prober that Hale does not have.</summary>
    public static JsonObject? Of(string prober, string target, Part part) => prober switch
    {
        "http" => Http(target, part),
        "tcp" => Tcp(target, part),
        "icmp" => new() { ["type"] = "icmp", ["url"] = $"icmp://{Writing.Host(target)}" },
        "dns" => Dns(target, part),
        "grpc" => Grpc(target, part),
        _ => null,
    };

    /// <summary>How a client of Prometheus and its kin is set up: login, certificates, proxy.</summary>
    public static void Client(Part part, JsonObject check)
    {
        if (part.Map("basic_auth") is { } basic)
        {
            check.Login(basic.Text("username") ?? "", basic.Text("password") ?? "");
            basic.Lose("password_file", "give the password itself");
            basic.Done();
        }

        if (part.Text("bearer_token") is { } bearer)
            check.Header("Authorization", $"Bearer {bearer}");
        if (part.Map("authorization") is { } authorization)
        {
            if (authorization.Text("credentials") is { } credentials)
                check.Header("Authorization", $"{authorization.Text("type") ?? "Bearer"} {credentials}");
            authorization.Ignore("type");
            authorization.Lose("credentials_file", "give the credentials themselves, as a header");
            authorization.Done();
        }

        if (part.Map("tls_config") is { } tls)
            Certificates(tls, check);
        if (part.Text("proxy_url") is { } proxy)
            check["proxy"] = proxy;
        part.Lose("oauth2", "Hale fetches no tokens");
        part.Lose("bearer_token_file", "give the token itself, as a header");
    }

    private static void Certificates(Part tls, JsonObject check)
    {
        if (tls.Bool("insecure_skip_verify"))
            check["insecure_tls"] = true;
        if (tls.Text("cert_file") is { } file)
            check["client_cert"] = file;
        if (tls.Text("key_file") is { } key)
            check["client_key"] = key;
        tls.Lose("ca_file", "add the issuer to those that the hub's machine trusts");
        tls.Done();
    }

    private static JsonObject Http(string target, Part part)
    {
        var url = target.Contains("://", StringComparison.Ordinal) ? target : $"http://{target}";
        var check = new JsonObject { ["type"] = "http", ["url"] = url };
        if (part.Text("method") is { } method && !method.Equals("GET", StringComparison.OrdinalIgnoreCase))
            check["method"] = method.ToUpperInvariant();
        foreach (var (name, value) in part.Texts("headers"))
            check.Header(name, value);
        if (part.Text("body") is { } body)
            check["body"] = body;
        if (!part.Bool("follow_redirects", absent: true) || part.Bool("no_follow_redirects"))
            check["follow_redirects"] = false;
        var statuses = part.TextList("valid_status_codes")
            .Select(each => int.TryParse(each, CultureInfo.InvariantCulture, out var status) ? status : 0).Where(each => each > 0).ToArray();
        if (statuses.Length > 0)
            check.Expect()["status"] = Writing.Statuses(statuses);
        Bodies(part, check);
        Client(part, check);
        if (part.Bool("fail_if_ssl") || (part.Bool("fail_if_not_ssl") && !url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            part.Lose(part.Bool("fail_if_ssl") ? "fail_if_ssl" : "fail_if_not_ssl", "Hale asks for the URL as it stands");
        foreach (var key in (string[])["fail_if_header_matches", "fail_if_header_not_matches"])
            part.Lose(key, "Hale compares a header's value as a whole, expect.header");
        part.Ignore("enable_http2");
        part.Lose("valid_http_versions", "Hale speaks the one that http_version names");
        return check;
    }

    /// <summary>One pattern that must match becomes itself; more, or some that may not, become one with look-arounds.</summary>
    private static void Bodies(Part part, JsonObject check)
    {
        var wanted = part.TextList("fail_if_body_not_matches_regexp").Select(Pattern).ToArray();
        var unwanted = part.TextList("fail_if_body_matches_regexp").Select(Pattern).ToArray();
        if (wanted.Length == 1 && unwanted.Length == 0)
            check.Expect()["body_matches"] = wanted[0];
        else if (wanted.Length + unwanted.Length > 0)
            check.Expect()["body_matches"] = @"\A" + string.Concat(wanted.Select(each => $@"(?=[\s\S]*?(?:{each}))").Concat(unwanted.Select(each => $@"(?![\s\S]*?(?:{each}))")));
        foreach (var key in (string[])["fail_if_body_json_matches_cel", "fail_if_body_json_not_matches_cel"])
            part.Lose(key, "Hale compares values at a path, expect.json");
    }

    private static JsonObject Tcp(string target, Part part)
    {
        var steps = part.List("query_response").OfType<MapNode>().ToArray();
        var tls = part.Bool("tls");
        if (tls)
        {
            part.Lose("query_response", "over TLS Hale shakes hands and says nothing");
            part.Lose("tls_config", "Hale judges the certificate as the hub's machine does");
            return new() { ["type"] = "tls", ["url"] = $"tls://{target}" };
        }

        var check = new JsonObject { ["type"] = "tcp", ["url"] = $"tcp://{target}" };
        part.Ignore("tls_config");
        if (steps.Length == 0)
            return check;
        // The first greeting, or the first question with its answer: more than that is a talk.
        var (send, expect) = (Of(steps, "send"), Of(steps, "expect"));
        if (steps.Length > 2 || send.Length > 1 || expect.Length > 1 || steps.Any(step => step.Entries.Any(entry => entry.Key is not ("send" or "expect")))
            || (expect.Length == 1 && Literal(expect[0]) is null))
        {
            part.Lose("query_response", "Hale says one text and looks for one in the answer, without patterns; the connection alone is carried over");
            return check;
        }

        if (send.Length == 1)
            check["send"] = send[0] + "\n";
        if (expect.Length == 1)
            check["expect"] = Literal(expect[0]);
        return check;
    }

    private static string[] Of(MapNode[] steps, string key) =>
        [.. steps.Select(step => step.Find(key)).OfType<ScalarNode>().Select(each => each.Text).Where(text => text.Length > 0)];

    private static JsonObject Dns(string target, Part part)
    {
        var type = (part.Text("query_type") ?? "ANY").ToUpperInvariant();
        if (type == "ANY")
        {
            type = "A";
            part.Tell("query_type", "found ANY; it is A");
        }

        var codes = part.TextList("valid_rcodes");
        if (codes.Any(code => code != "NOERROR"))
            part.Lose("valid_rcodes", "allowed: NOERROR");
        foreach (var key in (string[])["validate_answer_rrs", "validate_authority_rrs", "validate_additional_rrs"])
            part.Lose(key, "Hale compares the answers with values, expect");
        if (part.Text("transport_protocol") is "tcp")
            part.Lose("transport_protocol", "found tcp; Hale asks over UDP, and over TCP when the answer does not fit");
        part.Ignore("query_class", "recursion_desired");
        return new() { ["type"] = "dns", ["url"] = $"dns://{target}/{Uri.EscapeDataString((part.Text("query_name") ?? "").TrimEnd('.'))}?type={type}" };
    }

    private static JsonObject Grpc(string target, Part part)
    {
        var tls = part.Bool("tls");
        var check = new JsonObject { ["type"] = "grpc", ["url"] = $"{(tls ? "grpcs" : "grpc")}://{target}{(part.Text("service") is { } service ? $"/{service}" : "")}" };
        if (part.Map("tls_config") is { } config)
        {
            if (config.Bool("insecure_skip_verify") && tls)
                check["insecure_tls"] = true;
            config.Done();
        }

        return check;
    }

    /// <summary>A pattern as .NET writes it: Go's named groups are spelled otherwise.</summary>
    internal static string Pattern(string pattern) => pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);

    /// <summary>The text that a pattern means when it means only one; null for any other.</summary>
    private static string? Literal(string pattern)
    {
        var text = pattern.TrimStart('^');
        return PlainRegex().IsMatch(text) ? EscapeRegex().Replace(text, "$1") : null;
    }

    // A dot is taken for itself where it stands between digits or letters, as in SSH-2.0-.
    [GeneratedRegex(@"^(\\[^\w\s]|[^\\*+?()\[\]{}|^$.]|(?<=\w)\.(?=\w))+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainRegex();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant)]
    private static partial Regex EscapeRegex();
}
