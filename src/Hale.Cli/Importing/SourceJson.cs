using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>Other tools' JSON.</summary>
internal static class SourceJson
{
    /// <summary>Reads one value; of names that are given twice the first one counts.</summary>
    /// <param name="needed">What the file is to hold, for one who gives another.</param>
    /// <exception cref="UsageException">It is no JSON.</exception>
    public static Node Read(SourceFile file, string needed)
    {
        var problems = new Problems();
        var content = file.Content.AsSpan();
        return JsonNodes.Read(content.StartsWith("\uFEFF"u8) ? content[3..] : content, problems)
            ?? throw new UsageException($"{file.Name}: found a file that {problems.All[0].Message}; allowed: {needed}");
    }

    /// <summary>Reads a text within a source; null when it is no JSON.</summary>
    public static Node? Inner(string text) => JsonNodes.Read(System.Text.Encoding.UTF8.GetBytes(text), new());

    /// <summary>What was found, in a few words and without values.</summary>
    public static string Found(Node node) => node switch
    {
        MapNode { Entries.Count: > 0 } map => $"a mapping with {string.Join(", ", map.Entries.Take(8).Select(entry => entry.Key))}",
        ScalarNode { Kind: not ScalarKind.Null } => "one value",
        _ => node.Found,
    };
}
