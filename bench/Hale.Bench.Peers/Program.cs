using System.Globalization;
using System.Net;
using Hale.Bench.Peers;

if (args.Length < 2 || !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hosts) || hosts is < 1 or > 254)
    return Usage();
var wanted = args[1..].Select(argument => argument.Split('=')).ToArray();
if (wanted.Any(pair => pair.Length != 2 || !Manners.All.ContainsKey(pair[0]) || !ushort.TryParse(pair[1], CultureInfo.InvariantCulture, out _)))
    return Usage();

// Each host listens on each port; only on the loopback network.
var peers =
    from pair in wanted
    from host in Enumerable.Range(1, hosts)
    select new Peer(new(new IPAddress([127, 0, 7, (byte)host]), int.Parse(pair[1], CultureInfo.InvariantCulture)), Manners.All[pair[0]]);
// Listed before any is awaited: all listen at once.
await Task.WhenAll(peers.ToArray().Select(peer => peer.ServeAsync()));
return 0;

static int Usage()
{
    Console.Error.WriteLine($"usage: Hale.Bench.Peers HOSTS MANNER=PORT…\n\n127.0.7.1 and so many that follow misbehave until ended. Manners: {string.Join(", ", Manners.All.Keys)}");
    return 3;
}
