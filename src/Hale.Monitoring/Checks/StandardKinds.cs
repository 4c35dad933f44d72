using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Ai;
using Hale.Monitoring.Checks.Component;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dns;
using Hale.Monitoring.Checks.Fly;
using Hale.Monitoring.Checks.Grpc;
using Hale.Monitoring.Checks.Heartbeat;
using Hale.Monitoring.Checks.Host;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Checks.Icmp;
using Hale.Monitoring.Checks.Nats;
using Hale.Monitoring.Checks.Postgres;
using Hale.Monitoring.Checks.Process;
using Hale.Monitoring.Checks.Redis;
using Hale.Monitoring.Checks.SecretRefs;
using Hale.Monitoring.Checks.Tcp;
using Hale.Monitoring.Checks.Tls;

namespace Hale.Monitoring.Checks;

/// <summary>The kinds that Hale brings along: one line each.</summary>
internal static class StandardKinds
{
    /// <param name="trust">Changes which roots are trusted; null for the system's.</param>
    public static IReadOnlyList<ICheck> All(TimeProvider time, Dialer dialer, CheckPolicy policy, Action<X509ChainPolicy>? trust = null) =>
    [
        new AiCheck(time, dialer, trust),
        new ComponentCheck(time),
        new DnsCheck(time, dialer),
        new Docker.DockerCheck(time, policy),
        new Exec.ExecCheck(time, policy),
        new FlyCheck(time, dialer, trust),
        new GrpcCheck(time, dialer, trust),
        new HeartbeatCheck(time),
        new HostCheck(time),
        new HttpCheck(time, dialer, trust),
        new IcmpCheck(time, dialer),
        new NatsCheck(time, dialer, trust),
        new PostgresCheck(time, dialer, trust),
        new ProcessCheck(time),
        new RedisCheck(time, dialer, trust),
        new SecretsCheck(time, policy),
        new TcpCheck(time, dialer),
        new TlsCheck(time, dialer, trust),
    ];
}
