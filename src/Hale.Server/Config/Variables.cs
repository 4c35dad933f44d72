using System.Text;
using System.Text.RegularExpressions;
using Hale.Monitoring.Checks;

namespace Hale.Server.Config;

/// <summary>
/// Replaces <c>${NAME}</c>, <c>${NAME:-default}</c> and <c>${file:/path}</c> in a value; <c>$${</c> stands for <c>${</c>. An unset or empty variable
/// takes its default; a file loses one line end.
/// </summary>
internal sealed partial class Variables(Lookups lookups)
{
    private const int ShortestSecret = 3;

    private readonly Dictionary<string, string> _replaced = [];

    /// <summary>A message with every value that came from a variable as it was written in the file: values are not for a reader's eyes.</summary>
    public string Hide(string message) =>
        _replaced.Keys.OrderByDescending(value => value.Length).Aggregate(message, (text, value) => text.Replace(value, _replaced[value], StringComparison.Ordinal));

    /// <summary>Replaces what is in <paramref name="text"/>; adds to <paramref name="wrong"/> what can't be.</summary>
    public string Replace(string text, List<string> wrong)
    {
        var whole = new StringBuilder(text.Length);
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            if (start > at && text[start - 1] == '$')
            {
                whole.Append(text, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }

            whole.Append(text, at, start - at);
            var end = text.IndexOf('}', start);
            if (end < 0)
            {
                wrong.Add("found ${ without its }; allowed: ${NAME}, ${NAME:-default}, ${file:/path}, and $${ for the characters themselves");
                return whole.Append(text, start, text.Length - start).ToString();
            }

            var value = Value(text[(start + 2)..end], wrong);
            if (value.Length >= ShortestSecret)
                _replaced.TryAdd(value, text[start..(end + 1)]);
            whole.Append(value);
            at = end + 1;
        }

        return whole.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The references in a text that must be had from elsewhere, each once, and whether it can be had now; one with a default needs nothing.</summary>
    public static IReadOnlyList<SecretReference> References(string text, Lookups lookups)
    {
        var found = new List<SecretReference>();
        foreach (Match match in ReferenceRegex().Matches(text))
        {
            var (name, inner) = (match.Value, match.Groups[1].Value);
            if (!inner.Contains(":-", StringComparison.Ordinal) && found.All(each => each.Name != name))
                found.Add(new(name, Missing(inner, lookups)));
        }

        return found;
    }

    private static string? Missing(string inner, Lookups lookups)
    {
        const string file = "file:";
        var isFile = inner.StartsWith(file, StringComparison.Ordinal);
        var value = isFile ? lookups.Secret(inner[file.Length..]) : lookups.Variable(inner);
        return value switch
        {
            null => isFile ? "can't be read" : "is not set",
            _ when value.Trim().Length == 0 => "is empty",
            _ => null,
        };
    }

    private string Value(string inner, List<string> wrong)
    {
        const string file = "file:";
        if (inner.StartsWith(file, StringComparison.Ordinal))
            return Secret(inner[file.Length..], wrong);
        var split = inner.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? inner : inner[..split];
        if (!NameRegex().IsMatch(name))
        {
            wrong.Add($"found ${{{inner}}}; allowed: ${{NAME}}, ${{NAME:-default}}, ${{file:/path}}, and $${{ for the characters themselves");
            return "";
        }

        var value = lookups.Variable(name);
        if (split >= 0)
            return string.IsNullOrEmpty(value) ? inner[(split + 2)..] : value;
        if (value is null)
            wrong.Add($"the variable {name} is not set; set it, or give a default: ${{{name}:-…}}");
        return value ?? "";
    }

    private string Secret(string path, List<string> wrong)
    {
        if (path.Length > 0 && lookups.Secret(path) is { } text)
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        wrong.Add($"the file {path} can't be read");
        return "";
    }

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameRegex();

    // A doubled $ is a literal.
    [GeneratedRegex(@"(?<!\$)\$\{((?:file:[^}]+|[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?))\}", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceRegex();
}
