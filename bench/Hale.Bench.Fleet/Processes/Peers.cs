using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hale.Bench.Fleet.Processes;

/// <summary>Bad peers, in a process of their own (<c>bench/Hale.Bench.Peers</c>): 50 hosts that listen on one port for each kind of badness.</summary>
internal sealed class Peers : IAsyncDisposable
{
    private const int Hosts = 50;

    /// <summary>The kinds in the order of their ports, how many services watch each, and by which scheme.</summary>
    private static readonly (string Kind, int Services, string Scheme)[] Kinds =
    [
        ("hang", 1000, "http"), ("slow", 1000, "http"), ("headers", 25, "http"), ("redirect", 25, "http"), ("flood", 25, "http"), ("tarpit", 25, "https"),
    ];

    private readonly Process _process;
    private readonly int[] _ports;

    private Peers(Process process, int[] ports) => (_process, _ports) = (process, ports);

    public static async Task<Peers> StartAsync(string folder, CancellationToken cancel)
    {
        var ports = Kinds.Select(_ => Children.FreePort()).ToArray();
        var output = Path.Combine(folder, "peers.out");
        var arguments = Kinds.Zip(ports, (kind, port) => string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}={port}")).Prepend($"{Hosts}").ToArray();
        var peers = new Peers(Children.Start(Built.Program("bench/Hale.Bench.Peers", "Hale.Bench.Peers"), arguments, folder, output), ports);
        try
        {
            foreach (var port in ports)
                await Children.ListensAsync(peers._process, port, output, cancel, Host(Hosts - 1));
            return peers;
        }
        catch
        {
            await peers.DisposeAsync();
            throw;
        }
    }

    /// <summary>A project of services that watch them.</summary>
    public string Yaml()
    {
        var text = new StringBuilder("  hostile:\n    services:\n");
        foreach (var ((kind, services, scheme), port) in Kinds.Zip(_ports))
            for (var i = 0; i < services; i++)
                text.Append(CultureInfo.InvariantCulture, $"      {kind}{i}: {{ check: \"{scheme}://{Host(i)}:{port}/{kind}/{i}\" }}\n");
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Children.EndAsync(_process, TimeSpan.FromSeconds(5));
        _process.Dispose();
    }

    private static string Host(int number) => $"127.0.7.{1 + (number % Hosts)}";
}
