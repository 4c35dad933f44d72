using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Mark = Hale.Monitoring.Specs.Mark;

namespace Hale.Server.Config;

/// <summary>
/// One YAML 1.2 document as <see cref="Node"/>s with their places, by the core schema: what is unquoted and looks like a number, truth value or
/// nothing is one. Variables are replaced in values after parsing, so that a value can't bring structure with it. Refused, each with a finding:
/// keys given twice, merge keys, tags, more than one document, and what is too deep or too large once its aliases are written out.
/// </summary>
internal sealed partial class YamlReader(string text, Variables variables, Problems problems)
{
    private const int Deepest = 64;
    private const int MostNodes = 2_000_000;

    private readonly Parser _parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly Dictionary<string, (Node Node, int Size, int Height)> _anchors = [];
    private int _nodes;
    private int _deepest;

    /// <summary>Where values stand whose variables could not be replaced.</summary>
    public HashSet<Mark> Unresolved { get; } = [];

    /// <summary>Reads; false when there is nothing to go on with: it is no YAML, or out of bounds.</summary>
    public bool TryRead(out Node? root)
    {
        root = null;
        try
        {
            Take<StreamStart>();
            if (_parser.Current is StreamEnd)
                return true;
            Take<DocumentStart>();
            root = Value("", 0);
            Take<DocumentEnd>();
            if (_parser.Current is DocumentStart another)
                problems.Add("", "found a second document; allowed: one", At(another));
            return true;
        }
        catch (YamlException error)
        {
            problems.Add("", BrokenYaml.Explain(text, error, out var at), at);
        }
        catch (OutOfBoundsException error)
        {
            problems.Add("", error.Message, error.At);
        }

        return false;
    }

    /// <summary>Whether text stays text when it stands without quotes.</summary>
    public static bool ReadsAsText(string text) => Typed(text).Kind == ScalarKind.Text;

    private Node Value(string path, int depth)
    {
        var current = _parser.Current!;
        Descend(depth, current);
        Count(1, current);
        if (current is AnchorAlias alias)
            return Alias(alias, path, depth);
        var (before, deepest) = (_nodes - 1, _deepest);
        _deepest = depth;
        Node node = current switch
        {
            MappingStart => Map(path, depth),
            SequenceStart => List(path, depth),
            _ => Scalar(Take<Scalar>(), path),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = (node, _nodes - before, _deepest - depth);
        _deepest = Math.Max(deepest, _deepest);
        return node;
    }

    private void Descend(int depth, ParsingEvent at)
    {
        if (depth > Deepest)
            throw new OutOfBoundsException($"nests deeper than {Deepest}", At(at));
        _deepest = Math.Max(depth, _deepest);
    }

    private Node Alias(AnchorAlias alias, string path, int depth)
    {
        Take<AnchorAlias>();
        if (_anchors.TryGetValue(alias.Value.Value, out var anchored))
        {
            Count(anchored.Size, alias);
            Descend(depth + anchored.Height, alias);
            return anchored.Node;
        }

        problems.Add(path, $"found *{alias.Value.Value}, an alias of nothing before it", At(alias));
        Unresolved.Add(At(alias));
        return new ScalarNode(ScalarKind.Null, "", At(alias));
    }

    private MapNode Map(string path, int depth)
    {
        var start = Take<MappingStart>();
        Untagged(start, path);
        var entries = new List<MapEntry>();
        var seen = new Dictionary<string, Mark>();
        while (_parser.Current is not MappingEnd)
        {
            var at = At(_parser.Current!);
            var key = Key(path, depth, at);
            var keyPath = key is null ? path : path.Length == 0 ? key : $"{path}.{key}";
            var value = Value(keyPath, depth + 1);
            if (key is null)
                continue;
            if (key == "<<")
                problems.Add(path, "found a merge key, <<; repeat the settings, or put them under defaults", at);
            else if (seen.TryAdd(key, at))
                entries.Add(new(key, value, at));
            else
                problems.Add(keyPath, $"is given twice; first in line {seen[key].Line}", at);
        }

        Take<MappingEnd>();
        return new(entries, At(start));
    }

    private string? Key(string path, int depth, Mark at)
    {
        if (_parser.Current is Scalar scalar)
        {
            Untagged(scalar, path);
            Take<Scalar>();
            Count(1, scalar);
            return scalar.Value;
        }

        problems.Add(path, "found a key that is no text", at);
        Value(path, depth + 1);
        return null;
    }

    private ListNode List(string path, int depth)
    {
        var start = Take<SequenceStart>();
        Untagged(start, path);
        var items = new List<Node>();
        while (_parser.Current is not SequenceEnd)
            items.Add(Value($"{path}[{items.Count}]", depth + 1));
        Take<SequenceEnd>();
        return new(items, At(start));
    }

    private ScalarNode Scalar(Scalar scalar, string path)
    {
        var at = At(scalar);
        Untagged(scalar, path);
        var wrong = new List<string>();
        var value = scalar.Value.Contains("${", StringComparison.Ordinal) ? variables.Replace(scalar.Value, wrong) : scalar.Value;
        foreach (var message in wrong)
            problems.Add(path, message, at);
        if (wrong.Count > 0)
            Unresolved.Add(at);
        var (kind, typed) = scalar.Style == ScalarStyle.Plain ? Typed(value) : (ScalarKind.Text, value);
        return new(kind, typed, at) { Written = ReferenceEquals(value, scalar.Value) ? null : scalar.Value };
    }

    private static (ScalarKind Kind, string Text) Typed(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => (ScalarKind.Null, plain),
        "true" or "True" or "TRUE" => (ScalarKind.Bool, "true"),
        "false" or "False" or "FALSE" => (ScalarKind.Bool, "false"),
        _ => (NumberRegex().IsMatch(plain) ? ScalarKind.Number : ScalarKind.Text, plain),
    };

    private void Untagged(NodeEvent node, string path)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            problems.Add(path, "found a tag; tags are not used here, quote a value to make it text", At(node));
    }

    private void Count(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > MostNodes)
            throw new OutOfBoundsException($"has more than {MostNodes} values once its aliases are written out", At(at));
    }

    private T Take<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
            Move();
        var taken = (T)_parser.Current!;
        Move();
        return taken;
    }

    private void Move()
    {
        try
        {
            _parser.MoveNext();
        }
        catch (InvalidOperationException)
        {
            // The scanner has texts that it neither reads nor refuses: a dash before a bracket inside braces.
            var end = _parser.Current?.End ?? YamlDotNet.Core.Mark.Empty;
            throw new YamlException(end, end, "it can't be read on from here");
        }
    }

    private static Mark At(ParsingEvent parsed) => new((int)parsed.Start.Line, (int)parsed.Start.Column);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberRegex();

    private sealed class OutOfBoundsException(string message, Mark at) : Exception(message)
    {
        public Mark At { get; } = at;
    }
}
