namespace Hale.Monitoring.Checks;

/// <summary>What may stand in an option of a check's description.</summary>
public enum OptionShape
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Text, a number or a truth value, taken as it is written.</summary>
    Scalar,

    /// <summary>Yes or no.</summary>
    Bool,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A duration such as <c>30s</c>.</summary>
    Duration,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>One text, or a list of texts.</summary>
    TextOrTexts,

    /// <summary>A mapping of names to texts.</summary>
    Map,

    /// <summary>What an HTTP answer must be: <c>status</c>, <c>body_contains</c> …</summary>
    Expect,
}

/// <summary>One option beside <c>type</c> in a check's description, as the schema shows it; the kind's own reader has the last word.</summary>
/// <param name="About">For a person, without the default where <see cref="Default"/> says it.</param>
/// <param name="Words">The only words that are allowed; null for any.</param>
public sealed record CheckOption(string Name, OptionShape Shape, string About, IReadOnlyList<string>? Words = null)
{
    /// <summary>The least number.</summary>
    public int Least { get; init; }

    /// <summary>The largest number.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>What holds where it is not given, as a description spells it; null where that is nothing, or takes more words.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it is a credential: it is never shown again.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether it must be there.</summary>
    public bool Needed { get; init; }
}
