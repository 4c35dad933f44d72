using Hale.AspNetCore;
using Hale.Health;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;
using Hale.Server.Config;
using Hale.Server.Metrics;
using Hale.Server.Storage;

namespace Hale.Server;

/// <summary>The hub's own health, by the library that applications use. It speaks of the hub; what it watches is another matter.</summary>
internal static class OwnHealth
{
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(10);

    public static void AddOwnHealth(this WebApplicationBuilder builder, HubIdentity identity, bool knowsReferences)
    {
        builder.AddHale(options =>
        {
            options.Project = "hale";
            options.Version = identity.Version;
            options.Checks = new SystemHealthOptions { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(5) };
        });
        Add(builder.Services, "database", critical: true, (rooms, cancel) => DatabaseAsync(rooms.GetRequiredService<IMetaStore>(), cancel));
        Add(builder.Services, "history", critical: false, (rooms, _) => Task.FromResult(Of(rooms.GetRequiredService<History.History>())));
        Add(builder.Services, "schedule", critical: true, (rooms, _) => Task.FromResult(Of(rooms.GetRequiredService<Watcher>().Figures)));
        if (knowsReferences)
            Add(builder.Services, "network", critical: false, (rooms, _) => Task.FromResult(OfNetwork(rooms.GetRequiredService<Watcher>().CutOffSince)));
        Add(builder.Services, "config", critical: false, (rooms, _) => Task.FromResult(Of(rooms.GetRequiredService<ConfigLoader>().State)));
        if (Descriptors.Now() is not null)
            Add(builder.Services, "descriptors", critical: false, (_, _) => Task.FromResult(Of(Descriptors.Now()!.Value)));
        Add(builder.Services, "loops", critical: true, (rooms, _) => Task.FromResult(Of(rooms.GetRequiredService<Vitals>())));
    }

    internal static HealthCheckResult Of(WatchFigures figures)
    {
        var details = new Dictionary<string, object?>
        {
            ["active"] = figures.Active,
            ["in_flight"] = figures.InFlight,
            ["waiting"] = figures.Waiting,
            ["skipped"] = figures.Skipped,
        };
        return figures.OldestOverdue > Late
            ? HealthCheckResult.Degraded($"{figures.Waiting} due checks wait, the oldest for {figures.OldestOverdue.TotalSeconds:0} s", details)
            : HealthCheckResult.Healthy(details: details);
    }

    private static HealthCheckResult OfNetwork(DateTimeOffset? cutOffSince) => cutOffSince is { } since
        ? HealthCheckResult.Degraded($"the hub is cut off since {since:yyyy-MM-dd HH:mm:ss}Z: no reference target can be reached, nor most of what is watched")
        : HealthCheckResult.Healthy();

    internal static HealthCheckResult Of(ConfigState state) => state.Ok
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded(
            $"{state.FileName} is bad since {state.Since:yyyy-MM-dd HH:mm:ss}Z; the last good one is in force: {state.Findings[0]}",
            new Dictionary<string, object?> { ["findings"] = state.Findings });

    internal static HealthCheckResult Of(Vitals vitals)
    {
        var stuck = vitals.Loops.Where(loop => loop.Stuck).Select(loop => $"{loop.Name} is silent for {loop.Silence.TotalSeconds:0} s").ToArray();
        var failing = vitals.Loops.Where(loop => loop.Fault is not null).Select(loop => $"{loop.Name} fails: {loop.Fault}").ToArray();
        if (stuck.Length > 0)
            return HealthCheckResult.Unhealthy(string.Join("; ", stuck));
        return failing.Length > 0 ? HealthCheckResult.Degraded(string.Join("; ", failing)) : HealthCheckResult.Healthy();
    }

    internal static HealthCheckResult Of(Descriptors descriptors)
    {
        var details = new Dictionary<string, object?> { ["open"] = descriptors.Open, ["most"] = descriptors.Most };
        return descriptors.Scarce
            ? HealthCheckResult.Degraded(
                $"{descriptors.Open} of {descriptors.Most} file descriptors are open, and checks fail without one; "
                + "raise the limit (ulimit -n, LimitNOFILE= of a unit) or lower max_checks",
                details)
            : HealthCheckResult.Healthy(details: details);
    }

    private static HealthCheckResult Of(History.History history)
    {
        var details = new Dictionary<string, object?> { ["unwritten"] = history.Unwritten, ["lost"] = history.Lost, ["disk_bytes"] = history.Size };
        if (history.Failing is { } failing)
            return HealthCheckResult.Degraded($"nothing could be written since {failing.Since:yyyy-MM-dd HH:mm:ss}Z: {failing.Error}", details);
        return history.Overfull
            ? HealthCheckResult.Degraded("takes more of the disk than max_disk allows, and nothing is left that may be removed", details)
            : HealthCheckResult.Healthy(details: details);
    }

    private static async Task<HealthCheckResult> DatabaseAsync(IMetaStore store, CancellationToken cancel)
    {
        await store.FindAsync("hub_id", cancel);
        return HealthCheckResult.Healthy();
    }

    private static void Add(
        IServiceCollection services, string name, bool critical, Func<IServiceProvider, CancellationToken, Task<HealthCheckResult>> check) =>
        services.AddSingleton<IHealthChecker>(rooms => new HealthChecker(name, cancel => check(rooms, cancel)) { Critical = critical });
}
