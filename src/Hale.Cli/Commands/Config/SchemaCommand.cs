using System.CommandLine;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Server.Config;

namespace Hale.Cli.Commands.Config;

internal sealed class SchemaCommand : Verb
{
    private readonly OutputPart _output;

    public SchemaCommand(Terminal terminal)
        : base(terminal, "schema", "Write the JSON Schema of hale.yaml, for editors", "hale config schema > hale.schema.json") =>
        _output = Use(new OutputPart(terminal));

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var schema = ConfigSchema.Json(Terminal.Checks(Terminal.Time));
        if (_output.ForPeople(given))
            Terminal.Output.WriteLine(schema);
        else
            _output.Write(given, JsonNode.Parse(schema)!);
        return Task.FromResult(Exit.Ok);
    }
}
