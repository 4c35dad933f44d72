using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Cli.Parts;

/// <summary>What to ask, without a hub: a URL and what is expected of its answer.</summary>
internal sealed class QuestionPart(CheckCatalog checks) : IPart
{
    private readonly Argument<string> _url = new("URL") { Description = "What to ask: https://example.com/health, tcp://host:port" };
    private readonly Option<string?> _method = new("--method") { Description = "HTTP method [default: GET]", HelpName = "METHOD" };

    private readonly Option<string[]> _header = new("--header", "-H")
    {
        Description = "An HTTP header to send, \"Name: value\"; may be given several times",
        HelpName = "HEADER",
    };

    private readonly Option<string?> _status = new("--expect-status")
    {
        Description = "The HTTP statuses that are a success [default: 200-299]",
        HelpName = "STATUSES",
    };

    private readonly Option<bool> _insecure = new("--insecure-tls", "-k") { Description = "Take any certificate" };

    private readonly Option<bool> _target = new("--target")
    {
        Description = "Judge as a target is: only 200 is a success, no answer in time and HTTP 5xx degrade, and a URL without a path gets /health",
    };

    public void Join(Command command)
    {
        command.Add(_url);
        command.Add(_method);
        command.Add(_header);
        command.Add(_status);
        command.Add(_insecure);
        command.Add(_target);
    }

    /// <summary>The URL as it was given.</summary>
    public string Url(ParseResult given) => given.GetRequiredValue(_url);

    public Column Column(ParseResult given) => given.GetValue(_target) ? Monitoring.Checks.Column.Target : Monitoring.Checks.Column.Service;

    /// <summary>The check that asks it.</summary>
    /// <exception cref="UsageException">It can't be asked so.</exception>
    public CheckSpec Read(ParseResult given)
    {
        var column = Column(given);
        var url = Url(given);
        var body = new JsonObject { ["url"] = column == Monitoring.Checks.Column.Target ? TargetUrl.Asked(url) : url };
        if (given.GetValue(_method) is { } method)
            body["method"] = method;
        if (given.GetValue(_header) is { Length: > 0 } headers)
            body["headers"] = Headers(headers);
        if (given.GetValue(_status) is { } status)
            body["expect"] = new JsonObject { ["status"] = status };
        if (given.GetValue(_insecure))
            body["insecure_tls"] = true;
        var problems = new Problems();
        var check = checks.Read(JsonNodes.From(body), "", column, null, problems);
        return check is not null && problems.None
            ? check
            : throw new UsageException(string.Join('\n', problems.All.Select(each => each.Path.Length == 0 ? each.Message : $"{each.Path}: {each.Message}")));
    }

    /// <summary>Reads headers, <c>Name: value</c> or <c>Name=value</c>.</summary>
    public static JsonObject Headers(IEnumerable<string> headers)
    {
        var map = new JsonObject();
        foreach (var header in headers)
        {
            var at = header.AsSpan().IndexOfAny(':', '=');
            if (at <= 0)
                throw new UsageException($"--header: found \"{header}\"; needed: \"Name: value\"");
            map[header[..at].Trim()] = header[(at + 1)..].Trim();
        }

        return map;
    }
}
