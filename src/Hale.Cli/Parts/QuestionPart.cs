using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Cli.Parts;

/// <summary>What to ask, without a hub: a URL and what is expected of its answer, or a check as it stands in <c>hale.yaml</c>.</summary>
internal sealed class QuestionPart(Terminal terminal, CheckCatalog checks) : IPart
{
    private readonly Argument<string> _check = new("CHECK")
    {
        Description = "What to ask: a URL such as https://example.com/health or tcp://host:port, or a mapping as behind check: in hale.yaml",
    };

    private readonly Argument<string[]> _command = new("COMMAND")
    {
        Description = "Behind exec: or docker://, what to run and its arguments; behind -- where they begin with a dash",
        Arity = ArgumentArity.ZeroOrMore,
    };

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
        command.Add(_check);
        command.Add(_command);
        command.Add(_method);
        command.Add(_header);
        command.Add(_status);
        command.Add(_insecure);
        command.Add(_target);
    }

    /// <summary>What is asked, in a few words and without credentials: the URL where there is one, else the kind and what it is about.</summary>
    public string Label(ParseResult given, CheckSpec check)
    {
        if (!Written.IsMapping(given.GetRequiredValue(_check)) && given.GetValue(_command) is not { Length: > 0 })
            return SecretUrl.Masked(given.GetRequiredValue(_check));
        var described = check.Options.Describe(secrets: false);
        if ((string?)described["url"] is { } url)
            return url;
        var about = described.FirstOrDefault(each => each.Key != "type").Value;
        return about is JsonArray words ? $"{check.Kind}: {string.Join(' ', words)}" : about is JsonValue ? $"{check.Kind}: {about}" : check.Kind;
    }

    public Column Column(ParseResult given) => given.GetValue(_target) ? Monitoring.Checks.Column.Target : Monitoring.Checks.Column.Service;

    /// <summary>The check that asks it.</summary>
    /// <exception cref="UsageException">It can't be asked so.</exception>
    public CheckSpec Read(ParseResult given)
    {
        var column = Column(given);
        var text = given.GetRequiredValue(_check);
        Func<string, string> hide = message => message;
        var entries = new List<MapEntry>();
        if (Written.IsMapping(text))
            entries.AddRange(Written.Mapping(terminal, text, out hide).Entries);
        else
            entries.Add(new("url", new ScalarNode(ScalarKind.Text, column == Monitoring.Checks.Column.Target ? TargetUrl.Asked(text) : text)));
        var options = ((MapNode)JsonNodes.From(Options(given))).Entries;
        entries.RemoveAll(each => options.Any(option => option.Key == each.Key));
        var problems = new Problems();
        var check = checks.Read(new MapNode([.. entries, .. options]), "", column, null, problems);
        return check is not null && problems.None
            ? check
            : throw new UsageException(string.Join('\n', problems.All.Select(each => hide(each.Path.Length == 0 ? each.Message : $"{each.Path}: {each.Message}"))));
    }

    /// <summary>What the command line gives beside CHECK as the check's own options; they stand before what the mapping says.</summary>
    private JsonObject Options(ParseResult given)
    {
        var body = new JsonObject();
        if (given.GetValue(_command) is { Length: > 0 } words)
            body["command"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]);
        if (given.GetValue(_method) is { } method)
            body["method"] = method;
        if (given.GetValue(_header) is { Length: > 0 } headers)
            body["headers"] = Headers(headers);
        if (given.GetValue(_status) is { } status)
            body["expect"] = new JsonObject { ["status"] = status };
        if (given.GetValue(_insecure))
            body["insecure_tls"] = true;
        return body;
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
