using System.Text.Json.Nodes;

namespace Hale.Cli.Importing;

/// <summary>From what a Gatus endpoint asks to what Hale asks.</summary>
internal static class GatusChecks
{
    /// <summary>The check of a URL; null for a kind that Hale does not have.</summary>
    public static JsonObject? Of(string url, Part part, Part? client)
    {
        var scheme = url.Split("://", 2)[0].ToLowerInvariant();
        var check = scheme switch
        {
            "http" or "https" => Http(url, part),
            "tcp" => Tcp(url, part),
            "tls" => new JsonObject { ["type"] = "tls", ["url"] = url },
            "icmp" => new JsonObject { ["type"] = "icmp", ["url"] = url },
            "ssh" => Ssh(url, part),
            "grpc" or "grpcs" => Grpc(url, part, client),
            _ => null,
        };
        if (scheme is not ("http" or "https"))
        {
            part.Ignore("method", "graphql");
            part.Lose("headers", "only HTTP has them");
        }

        if (scheme is not ("http" or "https" or "tcp"))
            part.Lose("body", "Hale sends nothing of its own here");
        return check;
    }

    /// <summary>The check of a name by a resolver.</summary>
    public static JsonObject Dns(string url, Part dns)
    {
        var resolver = url.Contains("://", StringComparison.Ordinal) ? url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..] : url;
        var name = (dns.Text("query-name") ?? "").TrimEnd('.');
        var type = (dns.Text("query-type") ?? "A").ToUpperInvariant();
        return new() { ["type"] = "dns", ["url"] = $"dns://{resolver.TrimEnd('/')}/{Uri.EscapeDataString(name)}?type={type}" };
    }

    /// <summary>How an HTTP client of Gatus is set up.</summary>
    public static void Client(Part client, JsonObject check)
    {
        if (client.Bool("insecure"))
            check["insecure_tls"] = true;
        if (client.Bool("ignore-redirect"))
            check["follow_redirects"] = false;
        if (client.Text("proxy-url") is { } proxy)
            check["proxy"] = proxy;
        if (client.Map("tls") is { } tls)
        {
            if (tls.Text("certificate-file") is { } file)
                check["client_cert"] = file;
            if (tls.Text("private-key-file") is { } key)
                check["client_key"] = key;
            tls.Done();
        }

        client.Lose("dns-resolver", "Hale resolves names as its machine does");
        client.Lose("oauth2", "Hale fetches no tokens");
        client.Lose("identity-aware-proxy", "Hale fetches no tokens");
    }

    private static JsonObject Http(string url, Part part)
    {
        var check = new JsonObject { ["type"] = "http", ["url"] = url };
        if (part.Text("method") is { } method && !method.Equals("GET", StringComparison.OrdinalIgnoreCase))
            check["method"] = method.ToUpperInvariant();
        foreach (var (name, value) in part.Texts("headers"))
            check.Header(name, value);
        if (part.Text("body") is { } body)
            check["body"] = body;
        if (part.Bool("graphql") && part.Text("body") is { } query)
        {
            check["body"] = new JsonObject { ["query"] = query }.ToJsonString();
            check.Header("Content-Type", "application/json");
        }

        return check;
    }

    private static JsonObject Tcp(string url, Part part)
    {
        var check = new JsonObject { ["type"] = "tcp", ["url"] = url };
        if (part.Text("body") is { } body)
            check["send"] = body;
        return check;
    }

    private static JsonObject Ssh(string url, Part part)
    {
        var authority = url["ssh://".Length..].TrimEnd('/').Split('@')[^1];
        part.Lose("ssh", "Hale does not log in; it asks for the server's greeting");
        var port = Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Port > 0;
        return new() { ["type"] = "tcp", ["url"] = $"tcp://{authority}{(port ? "" : ":22")}", ["expect"] = "SSH-" };
    }

    private static JsonObject Grpc(string url, Part part, Part? client)
    {
        var check = new JsonObject { ["type"] = "grpc", ["url"] = url };
        if (client?.Bool("insecure") == true && url.StartsWith("grpcs:", StringComparison.OrdinalIgnoreCase))
            check["insecure_tls"] = true;
        return check;
    }
}
