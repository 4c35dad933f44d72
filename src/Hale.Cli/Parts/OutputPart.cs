using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hale.Cli.Parts;

/// <summary>How data are shown: a table for people, the API's JSON, or the same as YAML.</summary>
internal sealed class OutputPart(Terminal terminal) : IPart
{
    // Text that goes to a terminal or a file needs none of the escapes that text within a page does.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Option<string> _output = Choice();

    public void Join(Command command) => command.Add(_output);

    /// <summary>Whether a person reads it.</summary>
    public bool ForPeople(ParseResult given) => given.GetValue(_output) == "table";

    /// <summary>Shows a value.</summary>
    /// <param name="table">Draws it for people.</param>
    public void Write<T>(ParseResult given, T value, JsonTypeInfo<T> type, Action<Screen> table)
    {
        if (ForPeople(given))
            table(new Screen(terminal));
        else
            Write(given, JsonSerializer.SerializeToNode(value, type)!);
    }

    /// <summary>Writes JSON, or the same as YAML.</summary>
    public void Write(ParseResult given, JsonNode value)
    {
        if (given.GetValue(_output) == "yaml")
            Yaml.Write(value, terminal.Output);
        else
            terminal.Output.WriteLine(value.ToJsonString(Indented));
    }

    private static Option<string> Choice()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "How to show it: table, json (as the API answers) or yaml",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "table",
        };
        option.AcceptOnlyFromAmong("table", "json", "yaml");
        return option;
    }
}
