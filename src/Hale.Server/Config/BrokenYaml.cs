using YamlDotNet.Core;
using Mark = Hale.Monitoring.Specs.Mark;

namespace Hale.Server.Config;

/// <summary>Says calmly what is wrong with a text that is no YAML.</summary>
internal static class BrokenYaml
{
    /// <summary>One sentence and the place.</summary>
    public static string Explain(string text, YamlException error, out Mark at)
    {
        var line = Math.Max(1, (int)error.Start.Line);
        at = new(line, Math.Max(1, (int)error.Start.Column));
        // The parser may give up a line before the tab that it stumbled over.
        if (TabAt(text, Math.Max(line, (int)error.End.Line) + 1) is { } tab)
        {
            at = tab;
            return "is not valid YAML: a tab in the indentation; allowed: spaces";
        }

        return $"is not valid YAML: {Calm(error.Message)}{Hint(text, line)}";
    }

    /// <summary>Braces mean a mapping inside braces and brackets, so a variable there needs quotes; easy to forget.</summary>
    private static string Hint(string text, int line)
    {
        var number = 0;
        foreach (var each in text.AsSpan().EnumerateLines())
            if (++number == line)
                return each.Contains("${", StringComparison.Ordinal) ? "; a value with ${…} inside { } or [ ] needs quotes" : "";
        return "";
    }

    /// <summary>The first tab in the indentation up to a line: the likeliest reason, and the hardest to see.</summary>
    private static Mark? TabAt(string text, int lastLine)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number > lastLine)
                return null;
            var indent = line.IndexOfAnyExcept(' ');
            if (indent >= 0 && line[indent] == '\t' && line.Trim().Length > 0)
                return new(number, indent + 1);
        }

        return null;
    }

    private static string Calm(string message)
    {
        var calm = message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return calm.Length == 0 ? "it can't be parsed" : char.ToLowerInvariant(calm[0]) + calm[1..];
    }
}
