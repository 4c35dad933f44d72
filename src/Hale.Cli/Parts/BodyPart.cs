using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hale.Client;

namespace Hale.Cli.Parts;

/// <summary>A description from a file or from standard input.</summary>
internal sealed class BodyPart(Terminal terminal) : IPart
{
    // YAML may write a text plain, as hale.yaml does; the API's JSON tells it from a number.
    private static readonly string[] Texts = ["name", "type", "version", "container_id", "process_name", "labels", "headers", "header", "env", "body"];

    private readonly Option<string?> _file = new("--file", "-f")
    {
        Description = "Take the whole description from a file in YAML or JSON; - reads standard input",
        HelpName = "FILE",
    };

    public void Join(Command command) => command.Add(_file);

    /// <summary>What a change begins with: what the file holds, else what the hub has now, with the etag that must not have changed meanwhile, else nothing.</summary>
    public async Task<(JsonObject Body, string? Etag)> ReadAsync<T>(ParseResult given, Func<Task<T>> now, JsonTypeInfo<T> type)
    {
        if (Read(given) is { } whole)
            return (whole, null);
        try
        {
            var body = JsonSerializer.SerializeToNode(await now(), type)!.AsObject();
            return (body, (string?)body["etag"]);
        }
        catch (HaleNotFoundException)
        {
            return ([], null);
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

    /// <summary>What the file holds; null when none was given.</summary>
    private JsonObject? Read(ParseResult given)
    {
        if (given.GetValue(_file) is not { } path)
            return null;
        if (path == "-")
            return Yaml.ReadObject(terminal.Input, "standard input", Texts);
        try
        {
            using var text = File.OpenText(path);
            return Yaml.ReadObject(text, path, Texts);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} can't be read: {error.Message}");
        }
    }
}
