using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Server;
using Hale.Server.Config;

namespace Hale.Cli.Commands.Run;

/// <summary>Runs a hub until it is told to end.</summary>
internal sealed class ServeCommand : Verb
{
    private static readonly (string Name, string Value, string Description)[] Settings =
    [
        ("urls", "URLS", "Where to listen, several parted by semicolons [default: http://127.0.0.1:4253]"),
        ("data", "FOLDER", "The data folder; made when missing [default: ./hale-data]"),
        ("postgres", "URL", "The PostgreSQL database that keeps everything; it may hold a password: better in the environment [default: SQLite in the data folder]"),
        ("config", "FILE", "The declaration file [default: ./hale.yaml, which may be missing]"),
        ("id", "ID", "The hub's id [default: hub- and the machine's name]"),
        ("environment", "NAME", "For the log and /health: development, staging, production [default: production]"),
        ("log", "FORMAT", "How to log to standard error: json or text [default: text on a terminal, else json]"),
        ("log-levels", "LEVELS", "Levels by category: Hale.HealthMonitor=debug,Microsoft=error"),
        ("interval", "DURATION", "From one check to the next where nothing else says [default: 30s, targets 60s]"),
        ("reference-targets", "URLS", "What to ask to know whether the hub itself is cut off, parted by semicolons [default: none]"),
        ("max-disk", "SIZE", "The disk that history may take, such as 10GB; what is oldest goes first [default: no limit but age]"),
        ("max-series", "N", "Series of metrics that are kept at once [default: 100000]"),
        ("max-checks", "N", "Checks that run at once [default: 2048, less where too few files may be open]"),
        ("max-checks-per-host", "N", "Of these, so many at once to one host and port [default: 64]"),
        ("max-rechecks-per-host", "N", "Early tries after failures per second to one host and port [default: 10]"),
        ("max-rate-per-host", "N", "Checks per second to one host and port [default: no limit]"),
    ];

    private readonly Dictionary<string, Option<string?>> _options = [];
    private readonly Option<bool> _debug;
    private readonly Option<bool> _allowExec;

    public ServeCommand(Terminal terminal)
        : base(terminal, "serve", "Run a hub", "hale serve", "hale serve --config shop.yaml --data /var/lib/hale --urls http://0.0.0.0:4253")
    {
        Note =
            """
            Every setting has one name in three spellings: --data, the environment variable HALE_DATA, and hub: { data: … } in the
            declaration file; the command line beats the environment, which beats the file.
            Beyond loopback a token is needed; the first one is made at the first start and printed as a link.
            Exit code: 0 after Ctrl-C or SIGTERM, 1 can't start, 3 usage or a bad declaration file.
            """;
        foreach (var (name, value, description) in Settings)
            _options[name] = Takes("--" + name, value, $"{description} (HALE_{name.ToUpperInvariant().Replace('-', '_')})");
        _debug = Switch("--debug", "Log debug lines too (HALE_DEBUG)");
        _allowExec = Switch("--allow-exec", "Let checks run commands, as exec: does; who may declare checks may then run anything here (HALE_ALLOW_EXEC)");
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var reading = Read(given);
        if (reading.Problems.Count > 0)
            throw new UsageException(string.Join('\n', reading.Problems));
        try
        {
            await using var hub = await Server.Hub.StartAsync(reading.Settings, cancel: cancel);
            await Terminal.Output.WriteLineAsync($"hale {Self.VersionCommand.Own.Split('+')[0]} listens on {string.Join(", ", hub.Addresses.Select(Shown))}");
            await hub.WaitAsync(cancel);
        }
        catch (HubStartException error)
        {
            await Terminal.Error.WriteLineAsync(error.Message);
            return error.ExitCode;
        }
        catch (HubEndException error)
        {
            await Terminal.Error.WriteLineAsync(error.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Told to end while it was starting.
        }

        return Exit.Ok;
    }

    internal static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private SettingsReading Read(ParseResult given)
    {
        string? Said(string name) => name switch
        {
            "debug" => Given(given, _debug),
            "allow-exec" => Given(given, _allowExec),
            _ => given.GetValue(_options[name]),
        };
        return StorePart.Read(Terminal, Said);
    }

    private static string? Given(ParseResult given, Option<bool> option) => given.GetValue(option) ? "true" : null;
}
