using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.Live;
using Hale.Server.Metrics;
using Hale.Server.Registry;
using Microsoft.Net.Http.Headers;

namespace Hale.Server.Api;

/// <summary>What Hale shows to Prometheus (contract, section 13).</summary>
internal static class MetricsRoutes
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", WriteAsync).WithTags("metrics").WithSummary("Metrics as Prometheus text, or OpenMetrics by Accept");

    private static async Task WriteAsync(
        HttpContext http, Registrar registry, Watcher watcher, CheckMetrics checks, History.History history, Vitals vitals, LiveFeed feed,
        HubIdentity identity)
    {
        var openMetrics = WantsOpenMetrics(http.Request.Headers.Accept.ToString());
        http.Response.ContentType = openMetrics ? Exposition.OpenMetricsType : Exposition.TextType;
        var output = new Exposition(http.Response.BodyWriter, openMetrics);
        var fleet = Fleet(registry.Now, watcher);
        checks.Keep(fleet.Select(each => each.Key).ToHashSet(StringComparer.Ordinal));
        HubFamilies.WriteBuild(output, identity.Version);
        await new FleetFamilies(fleet, checks).WriteAsync(output, http.RequestAborted);
        HubFamilies.WriteDurations(output, checks);
        HubFamilies.WriteLateness(output, watcher.Figures.Lateness);
        HubFamilies.WriteIsolation(output, watcher.CutOffSince);
        HubFamilies.WriteHistory(output, history.Size);
        HubFamilies.WriteCongestion(output, watcher.Congestion);
        HubFamilies.WriteVitals(output, vitals.Loops, [.. vitals.Queues, feed]);
        ProcessFamilies.Write(output);
        await output.EndAsync(http.RequestAborted);
    }

    private static Metered[] Fleet(RegistrySnapshot now, Watcher watcher)
    {
        var services = now.Services.Values.Select(service => new Metered(service.Id, service.Project, service.Type, Of(service.Id)));
        var targets = now.Targets.Values.Select(target => new Metered(target.Key, target.Project, null, Of(target.Key)));
        return [.. services, .. targets];

        Status Of(string key) => watcher.Find(key)?.Verdict.Status ?? Status.Unknown;
    }

    /// <summary>OpenMetrics where it is accepted, and not less gladly than plain text.</summary>
    internal static bool WantsOpenMetrics(string accept)
    {
        if (!MediaTypeHeaderValue.TryParseList([accept], out var all))
            return false;
        var open = Best("application/openmetrics-text");
        return open > 0 && open >= Best("text/plain");

        double Best(string type) => all.Where(each => each.MediaType == type).Select(each => each.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}
