using System.Diagnostics.CodeAnalysis;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>A word of a command or a variable's value, and how much of it may be seen.</summary>
/// <param name="Text">As it is.</param>
/// <param name="Shown">Its credentials masked.</param>
internal sealed record Word(string Text, string Shown)
{
    /// <summary>The credentials in it, which must not be seen in what the command says, either.</summary>
    public IReadOnlyList<string> Credentials { get; private init; } = [];

    /// <summary>One that holds nothing to hide.</summary>
    public static Word Plain(string text) => new(text, text);

    /// <summary>One that is a credential as a whole.</summary>
    public static Word Secret(string text) => text.Length == 0 ? Plain(text) : new(text, Secrets.Mask) { Credentials = [text] };

    /// <summary>One whose credentials are told by its form: <c>--password=…</c>, <c>PGPASSWORD=…</c>, a URL with a login.</summary>
    public static Word Of(string text)
    {
        if (text.IndexOf('=') is > 0 and var sign && sign + 1 < text.Length && IsName(text.AsSpan(0, sign)) && Secrets.IsSecret(text[..sign]))
            return new(text, text[..(sign + 1)] + Secrets.Mask) { Credentials = [text[(sign + 1)..]] };
        return text.Contains("://", StringComparison.Ordinal) && SecretUrl.Credentials(text) is { Count: > 0 } found
            ? new(text, SecretUrl.Masked(text)) { Credentials = found }
            : Plain(text);
    }

    /// <summary>Whether the word behind this one is a credential: <c>--password</c>, <c>-token</c>.</summary>
    public static bool Announces([NotNullWhen(true)] string? word) =>
        word is ['-', ..] && !word.Contains('=', StringComparison.Ordinal) && Secrets.IsSecret(word) && IsName(word);

    /// <summary>Whether a credential of it is masked, which means "as before".</summary>
    public bool Masked => Credentials.Contains(Secrets.Mask);

    private static bool IsName(ReadOnlySpan<char> text) => !text.ContainsAny(' ', '/', ':') && !text.Contains('"');
}
