namespace Hale.Server.Probing;

/// <summary>A way to ask, under the name that blackbox_exporter's own configuration has for it.</summary>
/// <param name="Schemes">The schemes a target may have; the first is put before one that has none.</param>
/// <param name="Options">The check's options beside its URL.</param>
internal sealed record Module(string Name, IReadOnlyList<string> Schemes, params IReadOnlyList<(string Name, string Value)> Options)
{
    /// <summary>What a target without scheme and module is asked with, as blackbox_exporter does.</summary>
    public const string Default = "http_2xx";

    public static readonly IReadOnlyList<Module> All =
    [
        new(Default, ["http", "https"]),
        new("http_post_2xx", ["http", "https"], ("method", "POST")),
        new("tcp_connect", ["tcp"]),
        new("tls_connect", ["tls"]),
        new("ssh_banner", ["tcp"], ("expect", "SSH-2.0-")),
        new("icmp", ["icmp"]),
        new("dns", ["dns"]),
        new("grpc", ["grpcs"]),
        new("grpc_plain", ["grpc"]),
    ];
}
