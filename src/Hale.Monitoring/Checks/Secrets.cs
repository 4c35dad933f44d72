using System.Text.RegularExpressions;

namespace Hale.Monitoring.Checks;

/// <summary>Which names mean a credential, and what is shown in its place.</summary>
internal static partial class Secrets
{
    /// <summary>Stands for a credential wherever one would be seen; sent back, it means "as before".</summary>
    public const string Mask = "***";

    private static readonly string[] Words = ["authorization", "cookie", "token", "secret", "key", "password", "passwd", "credential"];

    /// <summary>Whether a header or query parameter of this name holds a credential.</summary>
    public static bool IsSecret(string name) => Words.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A text without the values of names that mean a credential, as JSON, headers, settings and forms write them; rather too much is left out than too little.
    /// </summary>
    public static string Redacted(string text) => Named().Replace(text, match => match.Groups["head"].Value + Mask);

    [GeneratedRegex(
        """(?<head>"?[\w.-]{0,40}(authorization|cookie|token|secret|key|password|passwd|credential)[\w.-]{0,40}"?[ \t]{0,4}[:=][ \t]{0,4})("[^"\n]*"?|[^\n&;,<>"{}\[\]]+)""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
