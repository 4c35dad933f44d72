using System.CommandLine;
using System.Globalization;
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

    public CheckCommand(Terminal terminal)
        : base(terminal, "check", "Say everything that is wrong with a declaration file, as a hub would", "hale config check", "hale config check staging.yaml")
    {
        Note = "Exit code: 0 nothing is wrong; 2 findings, one line each on standard error: FILE:LINE:COLUMN: FIELD: what is wrong and what is allowed.";
        Add(_file);
        _allowExec = Switch("--allow-exec", "Read it as a hub started with --allow-exec does (HALE_ALLOW_EXEC)");
    }

    protected override Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var path = given.GetValue(_file) ?? (Terminal.Environment("HALE_CONFIG") is { Length: > 0 } named ? named : new HubSettings().Config);
        var reading = Read(given, path, Terminal.Checks(Terminal.Time));
        foreach (var line in reading.Lines)
            Terminal.Error.WriteLine(line);
        if (reading.Declarations is not { } declared)
            return Task.FromResult(Exit.Refused);
        Terminal.Output.WriteLine($"ok: {Count(declared.Projects.Count, "project")}, {Count(declared.Services.Count, "service")}");
        return Task.FromResult(Exit.Ok);
    }

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
