using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Grpc;

/// <summary>Reads and checks a gRPC check's description.</summary>
internal static partial class GrpcCheckRules
{
    private const int MostHeaders = 32;
    private const int LongestValue = 4096;

    private static readonly PeerUrlTerms Terms = new(["grpc", "grpcs"], null, "grpc://orders.example.com:9090/shop.Orders") { Login = false };

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a header's value given as <c>***</c>.</param>
    public static GrpcCheckOptions? Read(Fields fields, GrpcCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = PeerUrl.Read(fields, Terms, before?.Url);
        if (url is { Path.Length: > 0 } && !Name().IsMatch(url.Path))
            PeerUrl.Wrong(fields, Terms, url.Text, "behind the host nothing, or a service's full name such as shop.Orders");
        var headers = Headers(fields, url, before, problems);
        var insecure = fields.Bool("insecure_tls");
        if (insecure is not null && url is { Scheme: "grpc" })
            fields.Wrong("insecure_tls", fields.Raw("insecure_tls")!, "only with grpcs://, which speaks TLS");
        return url is null || problems.All.Count > found ? null : new() { Url = url, Headers = headers, InsecureTls = insecure ?? false };
    }

    private static Dictionary<string, string> Headers(Fields fields, PeerUrl? url, GrpcCheckOptions? before, Problems problems)
    {
        // A credential is not handed to a host it was not given for.
        var known = url is not null && before?.Url.Host == url.Host ? before.Headers : null;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields.TextMap("headers") ?? new Dictionary<string, string>())
        {
            var masked = value == Secrets.Mask && Secrets.IsSecret(name);
            var whole = masked ? known?.GetValueOrDefault(name) : value;
            if (whole is null)
                fields.Wrong($"headers.{name}", fields.Raw("headers")!, PeerUrl.MaskAllowed);
            else if (!Header().IsMatch(name) || name.StartsWith("grpc-", StringComparison.Ordinal) || headers.Count == MostHeaders)
                Wrong(name, $"found \"{name}\"; allowed: at most {MostHeaders} names of small letters, digits, - and _, none that begins with grpc-");
            else if (whole.Length > LongestValue || whole.Any(each => each is < ' ' or > '~'))
                Wrong(name, $"found a value of {whole.Length} characters; allowed: at most {LongestValue} printable ones");
            else
                headers[name] = whole;
        }

        return headers;

        void Wrong(string name, string message) => problems.Add(fields.PathOf($"headers.{name}"), message, fields.Raw("headers")!.At);
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.]{0,199}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z0-9_-]{1,100}$")]
    private static partial Regex Header();
}
