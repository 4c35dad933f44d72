using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dns;
using Hale.Monitoring.Checks.Host;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Checks.Icmp;
using Hale.Monitoring.Checks.Postgres;
using Hale.Monitoring.Checks.Process;
using Hale.Monitoring.Checks.Tcp;
using Hale.Monitoring.Checks.Tls;

namespace Hale.Monitoring.Checks;

/// <summary>The kinds that Hale brings along: one line each.</summary>
internal static class StandardKinds
{
    /// <param name="trust">Changes which roots are trusted; null for the system's.</param>
    public static IReadOnlyList<ICheck> All(TimeProvider time, Dialer dialer, CheckPolicy policy, Action<X509ChainPolicy>? trust = null) =>
    [
        new Docker.DockerCheck(time, policy),
        new Exec.ExecCheck(time, policy),
        new DnsCheck(time, dialer),
        new HostCheck(time),
        new HttpCheck(time, dialer, trust),
        new IcmpCheck(time, dialer),
        new PostgresCheck(time, dialer, trust),
        new ProcessCheck(time),
        new TcpCheck(time, dialer),
        new TlsCheck(time, dialer, trust),
    ];
}
