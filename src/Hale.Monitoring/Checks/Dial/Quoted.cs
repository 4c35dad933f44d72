using System.Text;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>What a peer said, fit to be told: on one line, not long, and without the credentials that were sent to it.</summary>
internal static class Quoted
{
    private const int Most = 200;

    /// <param name="secrets">What must not be seen, should the peer say it back.</param>
    public static string Of(string text, params ReadOnlySpan<string?> secrets)
    {
        foreach (var secret in secrets)
            if (secret is { Length: > 0 })
                text = text.Replace(secret, Secrets.Mask, StringComparison.OrdinalIgnoreCase);
        var line = new StringBuilder();
        foreach (var each in text.AsSpan().Trim())
        {
            if (line.Length == Most)
                return line.Append("...").ToString();
            line.Append(char.IsControl(each) || char.IsSurrogate(each) ? ' ' : each);
        }

        return line.ToString();
    }

    /// <summary>UTF-8, as far as it is that.</summary>
    public static string Of(ReadOnlySpan<byte> text, params ReadOnlySpan<string?> secrets) => Of(Encoding.UTF8.GetString(text), secrets);
}
