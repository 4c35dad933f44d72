using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>The modules of blackbox_exporter: how to ask, without whom. From a module and a target comes a check.</summary>
internal sealed class BlackboxModules
{
    /// <summary>What a file of modules holds.</summary>
    public const string Needed = "blackbox_exporter's configuration, a mapping with modules";

    private const string Text =
        """
        modules:
          http_2xx: { prober: http }
          http_post_2xx: { prober: http, http: { method: POST } }
          tcp_connect: { prober: tcp }
          tls_connect: { prober: tcp, tcp: { tls: true } }
          ssh_banner: { prober: tcp, tcp: { query_response: [{ expect: "^SSH-2.0-" }] } }
          pop3s_banner: { prober: tcp, tcp: { tls: true, query_response: [{ expect: "^\\+OK" }] } }
          icmp: { prober: icmp }
          grpc: { prober: grpc, grpc: { tls: true } }
          grpc_plain: { prober: grpc }
        """;

    private readonly Dictionary<string, MapNode> _modules;

    private BlackboxModules(Dictionary<string, MapNode> modules) => _modules = modules;

    /// <summary>Those that blackbox_exporter is delivered with.</summary>
    public static BlackboxModules Known { get; } = Read(new("blackbox.yml", System.Text.Encoding.UTF8.GetBytes(Text)));

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => _modules.Keys.Order(StringComparer.Ordinal);

    /// <summary>Reads a file of modules.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static BlackboxModules Read(SourceFile file)
    {
        var map = SourceYaml.ReadMap(file, Needed);
        if (map.Find("modules") is not MapNode { Entries.Count: > 0 } modules)
            throw new UsageException($"{file.Name}: found {SourceJson.Found(map)}; allowed: {Needed}");
        return new(modules.Entries.Where(entry => entry.Value is MapNode).ToDictionary(entry => entry.Key, entry => (MapNode)entry.Value));
    }

    /// <summary>A description with the check of a target, and the module's timeout; null, and told, when Hale can't ask so.</summary>
    public JsonObject? Describe(string module, string target, string item, Harvest harvest)
    {
        if (!_modules.TryGetValue(module, out var map))
        {
            harvest.Lose(item, "module", $"found {module}; allowed: {string.Join(", ", Names)}");
            return null;
        }

        var part = new Part(map, item, $"modules.{module}", harvest);
        var prober = part.Text("prober") ?? "";
        var inner = part.Map(prober) ?? new Part(new([]), item, $"modules.{module}.{prober}", harvest);
        var check = BlackboxProbers.Of(prober, target, inner);
        if (check is null)
        {
            part.Lose("prober", $"found {prober}; allowed: http, tcp, icmp, dns, grpc");
            return null;
        }

        var body = new JsonObject { ["check"] = check };
        body.Timing(part, ("", null), ("timeout", part.Duration("timeout")));
        inner.Ignore("preferred_ip_protocol", "ip_protocol_fallback");
        inner.Done();
        part.Ignore("http", "tcp", "icmp", "dns", "grpc");
        part.Done();
        return body;
    }
}
