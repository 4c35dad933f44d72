using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>An example of the documents.</summary>
/// <param name="At">File and line.</param>
/// <param name="Language">What the fence says: yaml is a whole hale.yaml, yml is somebody else's, sh holds commands.</param>
internal sealed record Example(string At, string Language, string Text);

/// <summary>The examples of the guide and the first pages.</summary>
internal static partial class Guide
{
    public static IReadOnlyList<string> Pages { get; } = [.. Source.Files("docs/guide", ".md"), "README.md", "CONTRIBUTING.md"];

    public static IEnumerable<Example> Examples(string language) =>
        from page in Pages
        let text = Source.Read(page)
        from fence in Fence().Matches(text)
        where fence.Groups[1].Value == language
        select new Example(Source.At(page, text, fence.Index), language, fence.Groups[2].Value);

    /// <summary>The arguments of every <c>hale …</c> line, whichever way the program is started.</summary>
    public static IEnumerable<(string At, string[] Arguments)> Commands() =>
        from example in Examples("sh")
        from line in example.Text.Split('\n')
        let command = Command().Match(line)
        where command.Success
        select (example.At, Argument().Matches(command.Groups[1].Value).Select(argument => argument.Value.Trim('\'', '"')).ToArray());

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // A word, or words in quotes.
    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Argument();

    [GeneratedRegex(@"^(?:hale|dotnet run --project src/Hale\.Cli --)( [^|>#&]*)")]
    private static partial Regex Command();
}
