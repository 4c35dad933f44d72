using System.Collections.Frozen;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks;

/// <summary>The kinds of checks there are. A name or scheme given twice is an error at start.</summary>
public sealed class CheckCatalog
{
    private readonly FrozenDictionary<string, ICheck> _byKind;
    private readonly FrozenDictionary<string, ICheck> _byScheme;
    private readonly FrozenDictionary<string, ICheck> _guarded;

    /// <summary>Makes the catalogue.</summary>
    /// <param name="policy">What a description that is read may ask for; null for the defaults. What a check does when it runs is its own to know.</param>
    /// <param name="guarded">What runs a check that is <see cref="CheckSpec.Guarded"/>, where that is another; null where none is.</param>
    /// <exception cref="ArgumentException">Two kinds share a name or a scheme.</exception>
    public CheckCatalog(IEnumerable<ICheck> checks, CheckPolicy? policy = null, IEnumerable<ICheck>? guarded = null)
    {
        var all = checks.ToArray();
        Policy = policy ?? new();
        _guarded = (guarded ?? []).ToFrozenDictionary(check => check.Kind);
        _byKind = all.ToDictionary(check => check.Kind).ToFrozenDictionary();
        _byScheme = all.SelectMany(check => check.Schemes, (check, scheme) => (check, scheme))
            .ToDictionary(pair => pair.scheme, pair => pair.check).ToFrozenDictionary();
    }

    /// <summary>The kinds that Hale brings along.</summary>
    /// <param name="policy">What they may do; null for the defaults.</param>
    public static CheckCatalog Standard(TimeProvider time, CheckPolicy? policy = null)
    {
        var resolver = new Resolver(time);
        return new(
            StandardKinds.All(time, new(time, resolver), policy ?? new()), policy, StandardKinds.All(time, new(time, resolver, guarded: true), policy ?? new()));
    }

    /// <summary>What a description that is read may ask for.</summary>
    public CheckPolicy Policy { get; }

    /// <summary>
    /// The same kinds, reading descriptions under another policy: what was accepted once and is read back from where it is kept is read whatever holds
    /// now, and fails as blocked when it runs.
    /// </summary>
    public CheckCatalog ReadingUnder(CheckPolicy policy) => new(_byKind.Values, policy, _guarded.Values);

    /// <summary>The kinds' names.</summary>
    public IEnumerable<string> Kinds => _byKind.Keys.Order(StringComparer.Ordinal);

    /// <summary>The kinds, in the order of their names.</summary>
    public IEnumerable<ICheck> All => _byKind.Values.OrderBy(check => check.Kind, StringComparer.Ordinal);

    /// <summary>The kind of this name, or null.</summary>
    public ICheck? Find(string kind) => _byKind.GetValueOrDefault(kind);

    /// <summary>The kind that a description means, as far as it can be told without reading it; null when it can't.</summary>
    public ICheck? KindOf(Node described)
    {
        var (type, url) = described is MapNode map ? (map.Find("type"), map.Find("url")) : (null, described);
        if (type is ScalarNode named)
            return _byKind.GetValueOrDefault(named.Text) ?? _byScheme.GetValueOrDefault(named.Text);
        return url is ScalarNode { Text: var text } && text.IndexOf(':') is > 0 and var colon ? _byScheme.GetValueOrDefault(text[..colon].ToLowerInvariant()) : null;
    }

    /// <summary>The kind that runs <paramref name="spec"/>.</summary>
    public ICheck For(CheckSpec spec) => spec.Guarded && _guarded.TryGetValue(spec.Kind, out var guarded) ? guarded : _byKind[spec.Kind];

    /// <summary>
    /// Reads <c>check:</c>, a URL where that says enough or a mapping with <c>type</c> and <c>url</c>; reports every problem and then answers null.
    /// </summary>
    public CheckSpec? Read(Node? node, string path, Column column, CheckSpec? before, Problems problems)
    {
        var map = node switch
        {
            ScalarNode { Kind: ScalarKind.Text } url => new MapNode([new("url", url, url.At)], url.At),
            MapNode given => given,
            _ => null,
        };
        if (map is null)
        {
            problems.Add(path, $"found {node?.Found ?? "nothing"}; allowed: a URL such as https://example.com/health, or a mapping with type and url", node?.At);
            return null;
        }

        var found = problems.All.Count;
        var fields = new Fields(map, path, problems);
        var check = Kind(fields, problems);
        if (check is null)
            return null;
        var options = check.Read(fields, column, before?.Kind == check.Kind ? before.Options : null, problems);
        fields.Done();
        if (options is { RunsCommand: true } && !Policy.AllowExec)
            problems.AddConflict(fields.PathOf("command"), CheckPolicy.NeedsExec, fields.Raw("command")?.At ?? map.At);
        return options is null || problems.All.Count > found ? null : new(check.Kind, options);
    }

    private ICheck? Kind(Fields fields, Problems problems)
    {
        var type = fields.Raw("type");
        if (type is ScalarNode named && (_byKind.TryGetValue(named.Text, out var check) || _byScheme.TryGetValue(named.Text, out check)))
            return check;
        if (type is not null)
        {
            fields.Wrong("type", type, string.Join(", ", Kinds));
            return null;
        }

        var url = fields.Raw("url");
        var scheme = url is ScalarNode text && text.Text.IndexOf(':') is > 0 and var colon ? text.Text[..colon].ToLowerInvariant() : null;
        if (scheme is not null && _byScheme.TryGetValue(scheme, out check))
            return check;
        if (url is null)
            problems.Add(fields.PathOf("url"), "is missing; needed: a URL such as https://example.com/health", fields.At);
        else
            fields.Wrong("url", url, $"a URL that begins with {Beginnings()}");
        return null;
    }

    private string Beginnings() =>
        string.Join(", ", _byScheme.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + each.Value.Separator));
}
