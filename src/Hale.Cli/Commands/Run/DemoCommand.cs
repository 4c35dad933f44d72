using System.CommandLine;
using System.Net.Sockets;
using Hale.Cli.Demo;
using Hale.Cli.Parts;
using Hale.Server;

namespace Hale.Cli.Commands.Run;

/// <summary>Runs a hub beside a small fleet of simulated services that fail now and then.</summary>
internal sealed class DemoCommand : Verb
{
    private const int FirstPort = 4253;

    private readonly Option<string?> _urls;
    private readonly Option<string?> _data;
    private readonly Option<int> _seed = new("--seed") { Description = "Of the simulated latencies", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _log;

    public DemoCommand(Terminal terminal)
        : base(terminal, "demo", "Run a hub with a small fleet of simulated services that fail now and then", "hale demo", "hale demo --data ./demo-data --log")
    {
        Note = "Everything is on loopback. Within a minute a database fails and recovers, with what depends on it. Ends with Ctrl-C.";
        _urls = Takes("--urls", "URLS", "Where the hub listens [default: http://127.0.0.1:4253 or the next free port]");
        _data = Takes("--data", "FOLDER", "Keep the data in this folder [default: a temporary one, removed at the end]");
        Add(_seed);
        _log = Switch("--log", "Show the hub's log on standard error");
    }

    protected override async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var kept = given.GetValue(_data);
        var folder = kept is null ? Directory.CreateTempSubdirectory("hale-demo-").FullName : Directory.CreateDirectory(kept).FullName;
        try
        {
            await using var fleet = Fleet.Start(Terminal.Time, given.GetValue(_seed));
            var file = Path.Combine(folder, "hale.yaml");
            await File.WriteAllTextAsync(file, fleet.Declaration(), cancel);
            await using var hub = await Server.Hub.StartAsync(Settings(given, folder, file), cancel: cancel);
            Greet(fleet, hub.Addresses[0]);
            await hub.WaitAsync(cancel);
        }
        catch (HubStartException error)
        {
            await Terminal.Error.WriteLineAsync(error.Message);
            return error.ExitCode;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Told to end while it was starting.
        }
        finally
        {
            if (kept is null)
                Directory.Delete(folder, recursive: true);
        }

        return Exit.Ok;
    }

    private HubSettings Settings(ParseResult given, string folder, string file) => new()
    {
        Urls = given.GetValue(_urls) ?? $"http://127.0.0.1:{FreePort()}",
        Data = Path.Combine(folder, "data"),
        Config = file,
        ConfigNamed = true,
        Id = "hub-demo",
        Environment = "demo",
        Log = given.GetValue(_log) ? null : "text",
        LogLevels = given.GetValue(_log) ? null : "Hale=none,Microsoft=none,System=none",
    };

    /// <summary>The usual port, else one of the next twenty, else any.</summary>
    private static int FreePort()
    {
        for (var port = FirstPort; port < FirstPort + 20; port++)
            try
            {
                using var taken = Port.Take(port);
                taken.Listen();
                return port;
            }
            catch (SocketException)
            {
                // Somebody is there.
            }

        return 0;
    }

    private void Greet(Fleet fleet, Uri address)
    {
        var hub = address.Port == FirstPort ? "" : $" --hub {ServeCommand.Shown(address)}";
        var screen = new Screen(Terminal);
        screen.Line($"[bold]Hale demo[/]: a hub that watches {fleet.Count} simulated services, some of them broken on purpose.");
        screen.Line();
        screen.Line("  [green]well[/]      shop-cart, payments-gateway, media-player");
        screen.Line("  [yellow]degraded[/]  shop-search is slow, payments-ledger says so itself");
        screen.Line("  [red]down[/]      payments-fraud-check answers 500, media-cdn 404, payments-bank-link hangs,");
        screen.Line("            payments-invoices' certificate has expired, media-transcoder refuses, media-uploads resets");
        screen.Line("  in turns  media-thumbnails flaps; shop-postgres fails soon, and with it shop-api and shop-web; they recover within a minute");
        screen.Line();
        screen.Line($"In another terminal: hale status{hub} · hale services get shop-api{hub}. End with Ctrl-C.");
        screen.Line();
        Terminal.Output.WriteLine(ServeCommand.Shown(address));
    }
}
