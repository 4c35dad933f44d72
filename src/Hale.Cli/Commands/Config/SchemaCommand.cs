using System.CommandLine;
using Hale.Server.Config;

namespace Hale.Cli.Commands.Config;

internal sealed class SchemaCommand : Verb
{
    public SchemaCommand(Terminal terminal)
        : base(terminal, "schema", "Write the JSON Schema of hale.yaml, for editors", "hale config schema > hale.schema.json")
    {
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        Terminal.Output.WriteLine(ConfigSchema.Json(Terminal.Checks(Terminal.Time)));
        return Task.FromResult(Exit.Ok);
    }
}
