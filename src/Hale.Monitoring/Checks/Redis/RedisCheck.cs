using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Redis;

/// <summary>Asks a Redis server, or one that speaks as Redis does: logs in where the URL says how, and pings.</summary>
/// <param name="trust">Changes which roots are trusted; null for the system's.</param>
internal sealed class RedisCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null) : ICheck
{
    private readonly Opener _opener = new(dialer, new(time, trust));

    /// <inheritdoc/>
    public string Kind => "redis";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["redis", "rediss"];

    /// <inheritdoc/>
    public string About => "A Redis server: PING, after AUTH and SELECT where given";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "redis://user:password@host:port/database; rediss:// for TLS") { Needed = true },
        new("insecure_tls", OptionShape.Bool, "Whether any certificate will do") { Default = "false" },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        RedisCheckRules.Read(fields, before as RedisCheckOptions, problems);

    /// <inheritdoc/>
    public async ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var redis = (RedisCheckOptions)options;
        var visit = new Visit(time, redis.Url.Host, redis.Url.Port);
        return await visit.RunAsync(cancel => new RedisSession(redis, _opener, visit).RunAsync(cancel), timeout, stopping);
    }
}
