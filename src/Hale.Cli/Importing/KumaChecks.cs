using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>From what an Uptime Kuma monitor asks to what Hale asks.</summary>
internal static class KumaChecks
{
    /// <summary>The types that are carried over.</summary>
    public static readonly IReadOnlyList<string> Types =
        ["http", "keyword", "json-query", "port", "ping", "dns", "push", "docker", "postgres", "redis", "grpc-keyword", "group"];

    /// <summary>The check; null for a type that Hale does not have.</summary>
    /// <param name="body">The service's description, for what stands beside the check.</param>
    public static JsonObject? Of(string type, Part part, JsonObject body) => type switch
    {
        "http" or "keyword" or "json-query" => KumaHttp.Of(type, part),
        "port" => new() { ["type"] = "tcp", ["url"] = $"tcp://{Host(part)}:{part.Text("port")}" },
        "ping" => Ping(part),
        "dns" => Dns(part),
        "push" => Push(part),
        "docker" => Docker(part),
        "postgres" => Postgres(part),
        "redis" => Redis(part),
        "grpc-keyword" => Grpc(part),
        _ => null,
    };

    private static string Host(Part part) => Writing.Host(part.Text("hostname") ?? "");

    private static JsonObject Ping(Part part)
    {
        if (part.Number("packetsize") is { } size && size != 56)
            part.Lose("packetsize", "Hale sends 56 bytes");
        return new() { ["type"] = "icmp", ["url"] = $"icmp://{Host(part)}" };
    }

    private static JsonObject Dns(Part part)
    {
        var servers = (part.Text("dnsresolveserver") ?? "1.1.1.1").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (servers.Length > 1)
            part.Tell("dns_resolve_server", $"found {servers.Length} resolvers; allowed: one; it is the first");
        var port = part.Number("port") is { } given && given != 53 && given > 0 ? $":{given:0}" : "";
        var name = Uri.EscapeDataString((part.Text("hostname") ?? "").TrimEnd('.'));
        return new() { ["type"] = "dns", ["url"] = $"dns://{Writing.Host(servers.FirstOrDefault("1.1.1.1"))}{port}/{name}?type={part.Text("dnsresolvetype") ?? "A"}" };
    }

    private static JsonObject Push(Part part)
    {
        var check = new JsonObject { ["type"] = "heartbeat" };
        if (part.Text("pushtoken") is { Length: >= 8 } token && token.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_'))
            check["token"] = token;
        else
            part.Lose("pushtoken", "Hale's have 8 to 128 letters, digits, - and _; the hub makes another");
        return check;
    }

    private static JsonObject Docker(Part part)
    {
        if (part.Number("dockerhost") is > 1)
            part.Lose("dockerhost", "the engine is that of the hub's own machine, unless socket says otherwise");
        return new() { ["type"] = "docker", ["url"] = $"docker://{part.Text("dockercontainer")}" };
    }

    private static JsonObject Postgres(Part part)
    {
        var url = (part.Text("databaseconnectionstring") ?? "").Replace("postgresql://", "postgres://", StringComparison.OrdinalIgnoreCase);
        var check = new JsonObject { ["type"] = "postgres", ["url"] = url };
        if (part.Text("databasequery") is { } query && !query.Trim().TrimEnd(';').Equals("SELECT 1", StringComparison.OrdinalIgnoreCase))
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.UserInfo.Contains(':', StringComparison.Ordinal))
                check["query"] = query;
            else
                part.Lose("databasequery", "Hale asks a query after a login, which needs a password");
        }

        return check;
    }

    private static JsonObject Redis(Part part)
    {
        var check = new JsonObject { ["type"] = "redis", ["url"] = part.Text("databaseconnectionstring") ?? "" };
        if (part.Bool("ignoretls") && part.Text("databaseconnectionstring")?.StartsWith("rediss:", StringComparison.OrdinalIgnoreCase) == true)
            check["insecure_tls"] = true;
        return check;
    }

    private static JsonObject Grpc(Part part)
    {
        var address = Regex.Replace(part.Text("grpcurl") ?? "", "^[a-z]+://", "").TrimEnd('/');
        part.Tell("grpcservicename", "carried over as the server's own health service, grpc.health.v1, for the server as a whole");
        foreach (var key in (string[])["grpcmethod", "grpcbody", "grpcprotobuf", "keyword"])
            part.Lose(key, "Hale calls the health service alone, and goes by what it says");
        var check = new JsonObject { ["type"] = "grpc", ["url"] = $"{(part.Bool("grpcenabletls") ? "grpcs" : "grpc")}://{address}" };
        if (part.Text("grpcmetadata") is { } metadata && SourceJson.Inner(metadata) is MapNode map)
            foreach (var entry in map.Entries)
                if (entry.Value is ScalarNode scalar)
                    check.Header(entry.Key.ToLowerInvariant(), scalar.Text);
        return check;
    }
}
