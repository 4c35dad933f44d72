using System.CommandLine;
using Hale.Server;
using Hale.Server.Config;

namespace Hale.Cli.Parts;

/// <summary>Where a hub keeps its data, as <c>hale serve</c> is told: on the command line, in the environment, or in the declaration file.</summary>
internal sealed class StorePart(Terminal terminal) : IPart
{
    private readonly Option<string?> _data = new("--data") { Description = "The hub's data folder (HALE_DATA) [default: ./hale-data]", HelpName = "FOLDER" };
    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = "The hub's PostgreSQL database, where it has one (HALE_POSTGRES) [default: SQLite in the data folder]",
        HelpName = "URL",
    };

    private readonly Option<string?> _config = new("--config")
    {
        Description = "The hub's declaration file, whose hub: may name them (HALE_CONFIG) [default: ./hale.yaml, which may be missing]",
        HelpName = "FILE",
    };

    public void Join(Command command)
    {
        command.Add(_data);
        command.Add(_postgres);
        command.Add(_config);
    }

    /// <summary>The hub's settings.</summary>
    /// <exception cref="UsageException">Some of them can't be used.</exception>
    public HubSettings Read(ParseResult given)
    {
        var reading = Read(terminal, name => name switch
        {
            "data" => given.GetValue(_data),
            "postgres" => given.GetValue(_postgres),
            "config" => given.GetValue(_config),
            _ => null,
        });
        return reading.Problems.Count == 0 ? reading.Settings : throw new UsageException(string.Join('\n', reading.Problems));
    }

    /// <summary>The settings; the file's own ones are read from the file that the others name.</summary>
    public static SettingsReading Read(Terminal terminal, Func<string, string?> said)
    {
        var first = SettingsReader.Resolve(said, terminal.Environment, FileSettings.None);
        if (first.Problems.Count > 0 || !File.Exists(first.Settings.Config))
            return first;
        var file = ConfigFile.Read(first.Settings.Config, Lookups.Process with { Variable = terminal.Environment }, terminal.Checks(terminal.Time));
        return SettingsReader.Resolve(said, terminal.Environment, file.Hub);
    }
}
