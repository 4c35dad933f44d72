using System.Buffers;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;
using Hale.Server.Live;
using Hale.Server.Metrics;
using Hale.Server.Registry;
using Microsoft.Net.Http.Headers;

namespace Hale.Server.Api;

/// <summary>What Hale shows to Prometheus (contract, section 13).</summary>
internal static class MetricsRoutes
{
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/metrics", WriteAsync).WithTags("metrics").WithSummary("Metrics as Prometheus text, or OpenMetrics by Accept");
        routes.MapGet("/grafana/hale.json", () => Results.Stream(GrafanaBoard.Open(), "application/json")).WithTags("metrics").WithSummary("A Grafana dashboard of these metrics");
    }

    private static async Task WriteAsync(
        HttpContext http, Registrar registry, Watcher watcher, CheckMetrics checks, UptimeRatios uptimes, History.History history, Vitals vitals, LiveFeed feed,
        HubIdentity identity)
    {
        var now = registry.Now;
        var openMetrics = WantsOpenMetrics(http.Request.Headers.Accept.ToString());
        http.Response.ContentType = openMetrics ? Exposition.OpenMetricsType : Exposition.TextType;
        var ratios = await uptimes.AsOfAsync(now, http.RequestAborted);
        var output = new Exposition(http.Response.BodyWriter, openMetrics);
        checks.Keep(now.Services.Count + now.Targets.Count, key => now.Services.ContainsKey(key) || now.Targets.ContainsKey(key));
        HubFamilies.WriteBuild(output, identity.Version);
        await WithFleetAsync(now, watcher, fleet => new FleetFamilies(fleet, checks, ratios).WriteAsync(output, http.RequestAborted));
        HubFamilies.WriteDurations(output, checks);
        HubFamilies.WriteLateness(output, watcher.Figures.Lateness);
        HubFamilies.WriteIsolation(output, watcher.CutOffSince);
        HubFamilies.WriteHistory(output, history.Size);
        HubFamilies.WriteCongestion(output, watcher.Congestion);
        HubFamilies.WriteVitals(output, vitals.Loops, [.. vitals.Queues, feed]);
        ProcessFamilies.Write(output);
        await output.EndAsync(http.RequestAborted);
    }

    /// <summary>The fleet's list is shared from scrape to scrape: of thousands it is so large that, as garbage, it would have the whole heap collected.</summary>
    private static async Task WithFleetAsync(RegistrySnapshot now, Watcher watcher, Func<ReadOnlyMemory<Metered>, ValueTask> write)
    {
        var fleet = ArrayPool<Metered>.Shared.Rent(now.Services.Count + now.Targets.Count);
        try
        {
            var count = 0;
            foreach (var (id, service) in now.Services)
                fleet[count++] = new(id, service.Project, service.Type, watcher.StatusOf(id));
            foreach (var (key, target) in now.Targets)
                fleet[count++] = new(key, target.Project, null, watcher.StatusOf(key));
            await write(fleet.AsMemory(0, count));
        }
        finally
        {
            ArrayPool<Metered>.Shared.Return(fleet, clearArray: true);
        }
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
