using System.Net;
using System.Net.Sockets;

namespace Hale.Server.Access;

/// <summary>Bounds failed attempts: so many a minute and address, then no more are looked at until the minute is over.</summary>
internal sealed class Attempts(TimeProvider time)
{
    /// <summary>Failed attempts that one address has a minute.</summary>
    public const int Most = 10;

    /// <summary>Addresses remembered; beyond them the oldest are forgotten.</summary>
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Begun, int Failed)> _byAddress = [];

    /// <summary>How long the address must wait; null when it need not.</summary>
    public TimeSpan? MustWait(IPAddress? address)
    {
        var now = time.GetUtcNow();
        lock (_gate)
            return _byAddress.TryGetValue(Network(address), out var seen) && seen.Failed >= Most && now - seen.Begun < Window
                ? Window - (now - seen.Begun)
                : null;
    }

    /// <summary>Counts a failed attempt.</summary>
    public void Failed(IPAddress? address)
    {
        var (network, now) = (Network(address), time.GetUtcNow());
        lock (_gate)
        {
            var seen = _byAddress.GetValueOrDefault(network);
            _byAddress[network] = now - seen.Begun < Window ? (seen.Begun, seen.Failed + 1) : (now, 1);
            if (_byAddress.Count > MostAddresses)
                Forget(now);
        }
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, seen) in _byAddress)
            if (now - seen.Begun >= Window)
                _byAddress.Remove(address);
        foreach (var (address, _) in _byAddress.OrderBy(each => each.Value.Begun).Take(_byAddress.Count - (MostAddresses / 2)).ToArray())
            _byAddress.Remove(address);
    }

    /// <summary>Of IPv6 the first 64 bits: one customer usually has them all.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null)
            return IPAddress.Loopback;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
