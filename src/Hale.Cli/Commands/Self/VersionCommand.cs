using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;

namespace Hale.Cli.Commands.Self;

internal sealed class VersionCommand : Verb
{
    private readonly OutputPart _output;

    public VersionCommand(Terminal terminal) : base(terminal, "version", "Say which version this is", "hale version") =>
        _output = Use(new OutputPart(terminal));

    /// <summary>The version, and behind a plus the revision it was built from where that is known.</summary>
    internal static string Own { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var parts = Own.Split('+', 2);
        if (_output.ForPeople(given))
            Terminal.Output.WriteLine($"hale {parts[0]}");
        else
            _output.Write(given, new JsonObject
            {
                ["version"] = parts[0],
                ["revision"] = parts.ElementAtOrDefault(1),
                ["runtime"] = RuntimeInformation.FrameworkDescription,
            });
        return Task.FromResult(Exit.Ok);
    }
}
