using System.Text.RegularExpressions;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>Reads and checks the description of a check of a Fly machine.</summary>
internal static partial class FlyCheckRules
{
    public const string Scheme = "fly://";

    private const string UrlRule = "fly:// with an app and a machine's id, such as fly://shop/3d8d9e1c1d7d89";

    private static readonly string[] OfPath = ["port", "host"];

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a token given as <c>***</c>.</param>
    public static FlyCheckOptions? Read(Fields fields, Column column, FlyCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var names = Names(fields);
        var api = Api(fields) ?? FlyCheckOptions.PublicApi;
        var path = Path(fields);
        if (path is null)
            foreach (var of in OfPath.Where(of => fields.Raw(of) is not null))
                fields.Wrong(of, fields.Raw(of)!, "nothing without a path: then only the Machines API is asked");
        var port = fields.Int("port", 1, 65_535) ?? FlyCheckOptions.DefaultPort;
        var host = Host(fields);
        var token = Token(fields, api, before);
        if (names is not ({ } app, { } machine) || problems.All.Count > found)
            return null;
        return new()
        {
            App = app,
            Machine = machine,
            Token = token,
            Path = path,
            Port = port,
            Host = host,
            Api = api,
            Http = path is null ? null : Question(new($"http://{host ?? $"{machine}.vm.{app}.internal"}:{port}{path}"), column),
        };
    }

    /// <summary>An answer that leads elsewhere is not the machine's own.</summary>
    private static HttpCheckOptions Question(Uri url, Column column) => new() { Url = url, Manner = HttpManner.Shared(new() { Column = column, FollowRedirects = false }) };

    private static (string App, string Machine)? Names(Fields fields)
    {
        if (!fields.Require("url", UrlRule) || fields.Text("url") is not { } url)
            return null;
        if (UrlRegex().Match(url) is { Success: true } match)
            return (match.Groups["app"].Value, match.Groups["machine"].Value);
        fields.Wrong("url", fields.Raw("url")!, UrlRule);
        return null;
    }

    private static Uri? Api(Fields fields)
    {
        if (fields.Text("api") is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" })
            return url;
        fields.Wrong("api", fields.Raw("api")!, "http or https and a host, such as http://_api.internal:4280; the token has a field of its own");
        return null;
    }

    private static string? Path(Fields fields)
    {
        if (fields.Text("path") is not { } path)
            return null;
        if (path.StartsWith('/') && path.Length <= 2000 && path.All(each => each is > ' ' and <= '~' and not '#'))
            return path;
        fields.Wrong("path", fields.Raw("path")!, "a path that begins with a slash, such as /status");
        return null;
    }

    private static string? Host(Fields fields)
    {
        if (fields.Text("host") is not { } host)
            return null;
        if (Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4)
            return host;
        if (Uri.CheckHostName(host) is UriHostNameType.IPv6)
            return $"[{host.Trim('[', ']')}]";
        fields.Wrong("host", fields.Raw("host")!, "a host's name or address");
        return null;
    }

    private static string? Token(Fields fields, Uri api, FlyCheckOptions? before)
    {
        if (fields.Text("token") is not { } token)
            return null;
        if (token == Secrets.Mask && before?.Token is { } kept && before.Api.IdnHost == api.IdnHost)
            return kept;
        if (token.Length is > 0 and <= 16_384 && token != Secrets.Mask && token.All(each => each is >= ' ' and <= '~'))
            return token;
        fields.Wrong(
            "token", new ScalarNode(ScalarKind.Text, Secrets.Mask, fields.Raw("token")!.At),
            "a token of printable characters; *** only where the check in force has one for the same API");
        return null;
    }

    [GeneratedRegex("^fly://(?<app>[a-z0-9][a-z0-9-]{0,62})/(?<machine>[a-zA-Z0-9]{1,63})/?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex UrlRegex();
}
