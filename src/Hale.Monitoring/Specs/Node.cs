using System.Text.RegularExpressions;

namespace Hale.Monitoring.Specs;

/// <summary>A place in a text a person wrote: 1-based line and column.</summary>
public readonly record struct Mark(int Line, int Column);

/// <summary>
/// A description as it was written, before it means anything: the common shape of <c>hale.yaml</c>, a request's JSON and a stored definition,
/// so that one set of rules reads all three.
/// </summary>
/// <param name="At">Where the value stands; null where there is no text, as in a request.</param>
public abstract record Node(Mark? At)
{
    /// <summary>What a reader is told was found, in a few words.</summary>
    public abstract string Found { get; }
}

/// <summary>A mapping; keys keep their order and their place.</summary>
public sealed record MapNode(IReadOnlyList<MapEntry> Entries, Mark? At = null) : Node(At)
{
    /// <inheritdoc/>
    public override string Found => "a mapping";

    /// <summary>The value under <paramref name="key"/>, or null.</summary>
    public Node? Find(string key)
    {
        foreach (var entry in Entries)
            if (entry.Key == key)
                return entry.Value;
        return null;
    }
}

/// <summary>One key of a mapping.</summary>
/// <param name="KeyAt">Where the key stands.</param>
public sealed record MapEntry(string Key, Node Value, Mark? KeyAt = null);

/// <summary>A list.</summary>
public sealed record ListNode(IReadOnlyList<Node> Items, Mark? At = null) : Node(At)
{
    /// <inheritdoc/>
    public override string Found => "a list";
}

/// <summary>What a scalar was written as.</summary>
public enum ScalarKind
{
    /// <summary>Nothing: <c>null</c>, <c>~</c> or an empty value.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Bool,

    /// <summary>A whole or decimal number, unquoted.</summary>
    Number,

    /// <summary>Text.</summary>
    Text,
}

/// <summary>One value.</summary>
/// <param name="Text">As written, without quotes and with variables replaced.</param>
public sealed partial record ScalarNode(ScalarKind Kind, string Text, Mark? At = null) : Node(At)
{
    private const string Login = "://***@";

    /// <summary>What stood there before variables were replaced; null when there were none. A reader is told this and never the replaced value.</summary>
    public string? Written { get; init; }

    /// <summary>
    /// Whether the format itself tells texts from numbers and truth values, as JSON does. In YAML a person who writes <c>version: 16</c> means text as well as a
    /// number.
    /// </summary>
    public bool Typed { get; init; }

    /// <summary>Whether it can be taken as text.</summary>
    public bool IsText => Kind == ScalarKind.Text || (Kind != ScalarKind.Null && !Typed);

    /// <inheritdoc/>
    public override string Found => (Written is null ? Kind : ScalarKind.Text) switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Bool => Text,
        ScalarKind.Number => $"the number {Shown}",
        _ => $"\"{Shown}\"",
    };

    /// <summary>The value as a reader is told it: short, on one line, without replaced variables and without a URL's login.</summary>
    public string Shown
    {
        get
        {
            var text = LoginRegex().Replace(Written ?? Text, Login).ReplaceLineEndings(" ");
            return text.Length > 60 ? string.Concat(text.AsSpan(0, 57), "...") : text;
        }
    }

    // The login of a URL is masked before the value is cut to length, so that no half of it is left.
    [GeneratedRegex("://.*@", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex LoginRegex();
}
