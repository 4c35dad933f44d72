using System.Text.RegularExpressions;
using Hale.Monitoring.Specs;
using Hale.Server.Config;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Mark = Hale.Monitoring.Specs.Mark;

namespace Hale.Cli.Importing;

/// <summary>
/// Other tools' YAML as <see cref="Node"/>s. What <c>hale.yaml</c> refuses and these take is read: merge keys, tags, keys given twice (the last one counts). What is
/// too deep, or too large once its aliases are written out, is refused.
/// </summary>
internal sealed partial class SourceYaml
{
    private const int Deepest = 64;
    private const int MostNodes = 1_000_000;

    private readonly Parser _parser;
    private readonly SourceFile _file;
    private readonly Dictionary<string, (Node Node, int Size)> _anchors = [];
    private int _nodes;

    private SourceYaml(SourceFile file)
    {
        _file = file;
        _parser = new(new Scanner(new StringReader(file.Text), skipComments: true));
    }

    /// <summary>Reads the first document, which must be a mapping.</summary>
    /// <param name="needed">What the mapping is to hold, for one who gives another file.</param>
    /// <exception cref="UsageException">It can't be read, or is no mapping.</exception>
    public static MapNode ReadMap(SourceFile file, string needed) => Read(file) switch
    {
        MapNode map => map,
        var other => throw new UsageException($"{file.Name}: found {other?.Found ?? "nothing"}; allowed: {needed}"),
    };

    /// <summary>Reads the first document; null for an empty one.</summary>
    /// <exception cref="UsageException">It can't be read.</exception>
    public static Node? Read(SourceFile file)
    {
        try
        {
            return new SourceYaml(file).Document();
        }
        catch (YamlException error)
        {
            var why = BrokenYaml.Explain(file.Text, error, out var at);
            throw new UsageException($"{file.Name}:{at.Line}:{at.Column}: found no YAML: {why}; allowed: YAML or JSON");
        }
    }

    private Node? Document()
    {
        Take<StreamStart>();
        if (_parser.Current is StreamEnd)
            return null;
        Take<DocumentStart>();
        return Value(0);
    }

    private Node Value(int depth)
    {
        var current = _parser.Current!;
        Count(1, depth);
        if (current is AnchorAlias alias)
        {
            Take<AnchorAlias>();
            if (!_anchors.TryGetValue(alias.Value.Value, out var known))
                throw new UsageException($"{_file.Name}:{alias.Start.Line}:{alias.Start.Column}: found *{alias.Value.Value}; allowed: an alias of something before it");
            Count(known.Size, depth);
            return known.Node;
        }

        var before = _nodes;
        Node node = current switch
        {
            MappingStart => Map(depth),
            SequenceStart => List(depth),
            YamlDotNet.Core.Events.Scalar => Scalar(Take<Scalar>()),
            // The parser has texts of which it leaves a value out.
            _ => throw new YamlException(current.Start, current.End, "found no value"),
        };
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
            _anchors[anchored.Anchor.Value] = (node, _nodes - before);
        return node;
    }

    private MapNode Map(int depth)
    {
        var start = Take<MappingStart>();
        var (own, merged) = (new Dictionary<string, MapEntry>(), new List<MapEntry>());
        while (_parser.Current is not MappingEnd)
        {
            var at = At(_parser.Current!);
            var key = Value(depth + 1);
            var value = Value(depth + 1);
            if (key is not ScalarNode { Text: var name })
                continue;
            if (name == "<<")
                merged.AddRange(value is ListNode list ? list.Items.OfType<MapNode>().SelectMany(map => map.Entries) : (value as MapNode)?.Entries ?? []);
            else
                own[name] = new(name, value, at);
        }

        Take<MappingEnd>();
        foreach (var entry in merged)
            if (own.TryAdd(entry.Key, entry))
                Count(1, depth);
        return new([.. own.Values], At(start));
    }

    private ListNode List(int depth)
    {
        var start = Take<SequenceStart>();
        var items = new List<Node>();
        while (_parser.Current is not SequenceEnd)
            items.Add(Value(depth + 1));
        Take<SequenceEnd>();
        return new(items, At(start));
    }

    private static ScalarNode Scalar(Scalar scalar)
    {
        var kind = scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty ? ScalarKind.Text : scalar.Value switch
        {
            "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
            "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Bool,
            var text => NumberRegex().IsMatch(text) ? ScalarKind.Number : ScalarKind.Text,
        };
        return new(kind, scalar.Value, At(scalar));
    }

    private void Count(int nodes, int depth)
    {
        _nodes += nodes;
        if (_nodes > MostNodes || depth > Deepest)
            throw new UsageException($"{_file.Name}: found more; allowed: {MostNodes} values once aliases are written out, and {Deepest} levels");
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
            // The scanner has texts that it neither reads nor refuses.
            var end = _parser.Current?.End ?? YamlDotNet.Core.Mark.Empty;
            throw new YamlException(end, end, "it can't be read on from here");
        }
    }

    private static Mark At(ParsingEvent parsed) => new((int)parsed.Start.Line, (int)parsed.Start.Column);

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberRegex();
}
