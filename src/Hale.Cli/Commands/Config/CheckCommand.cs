using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Cli.Parts;
using Hale.Monitoring.Checks;
using Hale.Server;
using Hale.Server.Config;

namespace Hale.Cli.Commands.Config;

internal sealed class CheckCommand : Verb
{
    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "The declaration file [default: HALE_CONFIG, else ./hale.yaml]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _allowExec;
    private readonly OutputPart _output;

    public CheckCommand(Terminal terminal)
        : base(terminal, "check", "Say everything that is wrong with a declaration file, as a hub would", "hale config check", "hale config check staging.yaml",
            "hale config check --output json")
    {
        Note = "Exit code: 0 nothing is wrong; 2 findings, one line each on standard error: FILE:LINE:COLUMN: FIELD: what is wrong and what is allowed;\n"
            + "with --output json or yaml on standard output, as data.";
        Add(_file);
        _allowExec = Switch("--allow-exec", "Read it as a hub started with --allow-exec does (HALE_ALLOW_EXEC)");
        _output = Use(new OutputPart(terminal));
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var path = given.GetValue(_file) ?? (Terminal.Environment("HALE_CONFIG") is { Length: > 0 } named ? named : new HubSettings().Config);
        var reading = Read(given, path, Terminal.Checks(Terminal.Time));
        if (!_output.ForPeople(given))
            _output.Write(given, Data(reading));
        else if (reading.Declarations is { } declared)
            Terminal.Output.WriteLine($"ok: {Count(declared.Projects.Count, "project")}, {Count(declared.Services.Count, "service")}");
        else
            foreach (var line in reading.Lines)
                Terminal.Error.WriteLine(line);
        return Task.FromResult(reading.Good ? Exit.Ok : Exit.Refused);
    }

    /// <summary>A finding without a place is one of the whole file.</summary>
    private static JsonObject Data(ConfigReading reading) => new()
    {
        ["file"] = reading.FileName,
        ["projects"] = reading.Declarations?.Projects.Count,
        ["services"] = reading.Declarations?.Services.Count,
        ["findings"] = new JsonArray([
            .. reading.Findings.Select(finding => new JsonObject
            {
                ["line"] = finding.At?.Line,
                ["column"] = finding.At?.Column,
                ["path"] = finding.Path,
                ["message"] = finding.Message,
            }),
        ]),
    };

    /// <summary>Whether commands may be run is said beside the file, or in it.</summary>
    private ConfigReading Read(ParseResult given, string path, CheckCatalog checks)
    {
        var lookups = Lookups.Process with { Variable = Terminal.Environment };
        var free = ConfigFile.Read(path, lookups, checks);
        var said = given.GetValue(_allowExec) ? "true" : null;
        var allowed = SettingsReader.Resolve(name => name == "allow-exec" ? said : null, Terminal.Environment, free.Hub).Settings.AllowExec;
        return allowed ? free : ConfigFile.Read(path, lookups, checks.ReadingUnder(new() { AllowExec = false }));
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
