using System.Text.Json;
using System.Text.Json.Serialization;
using Hale.AspNetCore;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Specs;
using Hale.Monitoring.Watch;
using Hale.Server.Access;
using Hale.Server.Api;
using Hale.Server.Backup;
using Hale.Server.Config;
using Hale.Server.Explain;
using Hale.Server.Export;
using Hale.Server.Heartbeats;
using Hale.Server.History;
using Hale.Server.Import;
using Hale.Server.Live;
using Hale.Server.Logging;
using Hale.Server.Maintenance;
using Hale.Server.Metrics;
using Hale.Server.Probing;
using Hale.Server.Public;
using Hale.Server.Registry;
using Hale.Server.Series;
using Hale.Server.Storage;
using Hale.Server.Watch;
using Microsoft.AspNetCore.Hosting;

namespace Hale.Server;

/// <summary>Puts the rooms together: one readable list of what there is, and one of what is asked on the way in.</summary>
internal static partial class HubBuild
{
    public static async Task<WebApplication> BuildAsync(HubSettings settings, HubParts parts, Stores stores, DataFolder folder, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment, ApplicationName = "hale" });
        builder.Logging.AddHaleLog(settings);
        builder.WebHost.UseUrls(settings.Urls.Split(';')).UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        var identity = await IdentifyAsync(settings, parts.Time, stores, cancel);
        AddRooms(builder.Services, settings, parts, folder, stores);
        builder.Services.AddSingleton(identity);
        builder.AddOwnHealth(identity, settings.ReferenceTargets is not null);

        var app = builder.Build();
        MapRoutes(app);
        var watch = app.Services.GetRequiredService<Monitoring.Watch.WatchOptions>();
        if (settings.Load.Short(watch) is var (wanted, needed))
            FewFiles(app.Services.GetRequiredService<ILogger<Hub>>(), watch.MaxInFlight, wanted, HubLoad.Files(), needed);
        return app;
    }

    /// <summary>The hub's id is given, or made once from the machine's name and then kept: other hubs know it by it.</summary>
    private static async Task<HubIdentity> IdentifyAsync(HubSettings settings, TimeProvider time, Stores stores, CancellationToken cancel)
    {
        var kept = await stores.Meta.FindAsync("hub_id", cancel);
        var id = settings.Id ?? kept ?? HubIdentity.Derive(System.Environment.MachineName);
        if (id != kept)
            await stores.Meta.SetAsync("hub_id", id, cancel);
        return new(id, Hub.Version, settings.Environment, time.GetUtcNow());
    }

    private static void AddRooms(IServiceCollection services, HubSettings settings, HubParts parts, DataFolder folder, Stores stores)
    {
        services.AddSingleton(settings).AddSingleton(parts.Time).AddSingleton(parts.Random ?? new Random(System.Environment.TickCount).NextDouble);
        var policy = new CheckPolicy { AllowExec = settings.AllowExec, SecretReferences = () => ConfigSource.References(folder.Path, Lookups.Process) };
        var catalog = parts.Checks is { } checks ? new CheckCatalog(checks, policy) : CheckCatalog.Standard(parts.Time, policy);
        services.AddSingleton(catalog);
        services.AddSingleton<Vitals>().AddSingleton(settings.Load.ForWatch(HubLoad.Files(), References(settings, catalog))).AddSingleton<Watcher>();
        services.AddStorage(stores);
        services.AddRegistry();
        services.AddConfig(folder.Path);
        services.AddMaintenance();
        services.AddHistory(new() { MaxDisk = settings.MaxDisk });
        services.AddHeartbeats();
        services.AddSeries(settings.MaxSeries is { } most ? new() { MaxSeries = most } : null);
        services.AddLive();
        services.AddAccess(folder.Path);
        services.AddCheckMetrics();
        services.AddProbing();
        services.AddExport();
        services.AddImport();
        services.AddBackup(folder.Path);
        services.AddPublic();
        services.AddExplain();
        services.AddSingleton<Attendance>();
        services.AddSingleton(rooms => ActivatorUtilities.CreateInstance<HubMemory>(rooms, () => rooms.GetRequiredService<Watcher>().Figures));
        services.AddHostedService<HubLoops>();
        services.ConfigureHttpJsonOptions(json =>
        {
            // The API's description is made from these, so they spell things as the wire does.
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Plain);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, AccessJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Hale", Version = "v1", Description = "The API of a Hale hub. Errors are problem documents (RFC 9457)." };
            // The address it was asked at would make every copy of the description another.
            document.Servers = [];
            return Task.CompletedTask;
        }));
    }

    /// <summary>The checks of the reference targets; the settings' own rules let none through that can't be read.</summary>
    private static CheckSpec[] References(HubSettings settings, CheckCatalog catalog)
    {
        var problems = new Problems();
        var urls = settings.ReferenceTargets?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        var checks = urls.Select(url => catalog.Read(new ScalarNode(ScalarKind.Text, url), "reference_targets", Column.Service, null, problems)).ToArray();
        return problems.All.Count == 0 ? [.. checks.OfType<CheckSpec>()] : throw new BadConfigException([.. problems.All.Select(each => $"{each.Path}: {each.Message}")]);
    }

    private static void MapRoutes(WebApplication app)
    {
        app.UseHaleLog();
        app.UseProblems();
        app.UseAccess();
        app.UseLiveSockets();
        app.MapProjects();
        app.MapServices();
        app.MapExplain();
        app.MapDrafts();
        app.MapPast();
        app.MapResources();
        app.MapSamples();
        app.MapExport();
        app.MapImport();
        app.MapBackup();
        app.MapHeartbeats();
        app.MapMaintenance();
        app.MapMonitoring();
        app.MapGraph();
        app.MapHub();
        app.MapLive();
        app.MapAccess();
        app.MapMetrics();
        app.MapProbe();
        app.MapPublic();
        app.MapHale();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapPage();
    }

    [LoggerMessage(2101, LogLevel.Warning, "At most {Checks} checks run at once instead of {Wanted}: of {Files} open files allowed (ulimit -n), {Needed} would be needed")]
    private static partial void FewFiles(ILogger logger, int checks, int wanted, long? files, int needed);
}
