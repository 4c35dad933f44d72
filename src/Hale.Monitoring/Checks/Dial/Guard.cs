using System.Net;
using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// Where no check may go that was described from elsewhere, over the API or with <c>/probe</c>: addresses that only this machine's own link has, and those
/// at which clouds hand a machine its credentials. Looked at once a name is resolved, so that a name leads nowhere else.
/// </summary>
internal static class Guard
{
    // AWS and Google Cloud over IPv6, Alibaba Cloud, Azure (WireServer), Oracle Cloud. Over IPv4 nearly all clouds use 169.254.169.254, which is link-local.
    private static readonly HashSet<IPAddress> Metadata =
    [
        IPAddress.Parse("fd00:ec2::254"),
        IPAddress.Parse("fd20:ce::254"),
        IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("192.0.0.192"),
    ];

    // RFC 6052: IPv4 behind a translator.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");

    /// <summary>Whether it is such an address.</summary>
    public static bool Denies(IPAddress address)
    {
        var plain = Plain(address);
        return plain.IsIPv6LinkLocal || Metadata.Contains(plain) || (plain.AddressFamily == AddressFamily.InterNetwork && LinkLocal.Contains(plain));
    }

    public static Failure Blocked(IPAddress address) => new(
        FailureKind.Blocked, $"{address} is a link-local or metadata address; only services of hale.yaml may ask one");

    /// <summary>An IPv4 address also where it is dressed up as one of IPv6.</summary>
    private static IPAddress Plain(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address) ? new(address.GetAddressBytes()[12..]) : address;
    }
}
