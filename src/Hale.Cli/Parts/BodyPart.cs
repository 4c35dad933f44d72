using System.CommandLine;
using System.Text.Json.Nodes;

namespace Hale.Cli.Parts;

/// <summary>A description from a file or from standard input.</summary>
internal sealed class BodyPart(Terminal terminal) : IPart
{
    private readonly Option<string?> _file = new("--file", "-f")
    {
        Description = "Take the whole description from a file in YAML or JSON; - reads standard input",
        HelpName = "FILE",
    };

    public void Join(Command command) => command.Add(_file);

    /// <summary>What the file holds; null when none was given.</summary>
    public JsonObject? Read(ParseResult given)
    {
        if (given.GetValue(_file) is not { } path)
            return null;
        if (path == "-")
            return Yaml.ReadObject(terminal.Input, "standard input");
        try
        {
            using var text = File.OpenText(path);
            return Yaml.ReadObject(text, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be read: {error.Message}");
        }
    }

    /// <summary>Reads <c>name=value</c> pairs into a mapping.</summary>
    public static JsonObject Pairs(string option, IEnumerable<string> pairs)
    {
        var map = new JsonObject();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=');
            if (at <= 0)
                throw new UsageException($"{option}: found \"{pair}\"; needed: NAME=VALUE");
            map[pair[..at]] = pair[(at + 1)..];
        }

        return map;
    }
}
