using System.Globalization;
using System.Text.Json;

namespace Hale.Server.Import;

/// <summary>
/// Reads an export, token by token: one document (contract, section 9), or one result on each line; its shape says which. What it does not know it passes over. Holds no
/// more than one result.
/// </summary>
internal sealed class ImportParser
{
    private enum Level
    {
        Root,
        Line,
        Deployments,
        Deployment,
        History,
        Result,
    }

    private readonly List<ImportItem> _items = [];
    private readonly ResultFields _fields = new();
    private Level _level;
    private int _passing;
    private string _name = "";
    private long _line;
    private bool _document;
    private long _index;
    private string _key = "";
    private string? _url;
    private string? _process;
    private TimeSpan? _interval;
    private bool _told;

    /// <summary>Whether the document has the member that makes it an export, or a line with a deployment.</summary>
    public bool Known { get; private set; }

    /// <summary>What was read since this was asked last.</summary>
    public IReadOnlyList<ImportItem> Take()
    {
        ImportItem[] items = [.. _items];
        _items.Clear();
        return items;
    }

    /// <summary>Takes the next token.</summary>
    public void Read(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = json.GetString()!;
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(json.TokenType == JsonTokenType.StartObject);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Leave();
                break;
            default:
                if (_passing == 0)
                    Value(ref json);
                break;
        }
    }

    private void Enter(bool map)
    {
        var next = (_level, map, _name) switch
        {
            _ when _passing > 0 => (Level?)null,
            (Level.Root, true, _) => Level.Line,
            (Level.Line, true, "monitored_deployments") => Level.Deployments,
            (Level.Deployments, true, _) => Level.Deployment,
            (Level.Deployment, false, "health_history") => Level.History,
            (Level.History, true, _) => Level.Result,
            _ => null,
        };
        if (next is not { } level)
        {
            _passing++;
            return;
        }

        _level = level;
        switch (level)
        {
            case Level.Line:
                _line++;
                _document = false;
                _fields.Clear();
                break;
            case Level.Deployments:
                Known = _document = true;
                break;
            case Level.Deployment:
                (_key, _url, _process, _interval, _told, _index) = (_name, null, null, null, false, 0);
                break;
            case Level.History:
                Tell();
                break;
            case Level.Result:
                _fields.Clear();
                break;
        }
    }

    private void Leave()
    {
        if (_passing > 0)
        {
            _passing--;
            return;
        }

        switch (_level)
        {
            case Level.Line when _fields.Deployment is { } deployment:
                Known = true;
                Add(deployment, Line);
                break;
            case Level.Line when !_document:
                _items.Add(new BadResult(null, "deployment: found nothing; allowed: a service's id or project:target", Line));
                break;
            case Level.Deployment:
                Tell();
                break;
            case Level.Result:
                Add(_key, Next());
                break;
        }

        _level--;
    }

    private void Tell()
    {
        if (!_told)
            _items.Add(new ImportedDeployment(_key, _url, _process, _interval, $"monitored_deployments.{_key}"));
        _told = true;
    }

    private void Add(string key, string place) =>
        _items.Add(_fields.Read(key, out var reason) is { } result ? new ImportedResult(result, place) : new BadResult(key, reason!, place));

    private void Value(ref Utf8JsonReader json)
    {
        if (_level is Level.Line or Level.Result)
            _fields.Take(_name, ref json);
        else if (_level == Level.Deployment)
            Describe(ref json);
        else if (_level == Level.History)
            _items.Add(new BadResult(_key, $"found {ResultFields.Found(ref json)}; allowed: an object", Next()));
    }

    private string Line => string.Create(CultureInfo.InvariantCulture, $"line {_line}");

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"monitored_deployments.{_key}.health_history[{_index++}]");

    private void Describe(ref Utf8JsonReader json)
    {
        switch (_name)
        {
            case "health_check_url":
                _url = json.TokenType == JsonTokenType.String ? json.GetString() : null;
                break;
            case "process_name":
                _process = json.TokenType == JsonTokenType.String ? json.GetString() : null;
                break;
            case "check_interval":
                _interval = json.TokenType == JsonTokenType.Number && json.GetDouble() is > 0 and < 1e8 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
                break;
        }
    }
}
