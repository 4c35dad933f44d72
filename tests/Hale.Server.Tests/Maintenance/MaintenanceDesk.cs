using Hale.Server.Maintenance;
using Hale.Server.Registry;
using Hale.Server.Tests.Registry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Maintenance;

/// <summary>Windows of maintenance beside a registry with a shop, spoken to in JSON.</summary>
internal sealed class MaintenanceDesk
{
    private MaintenanceDesk(RegistryDesk registry, MemoryMaintenanceStore store)
    {
        (Registry, Store) = (registry, store);
        Book = new(store, registry.Registrar, registry.Time, NullLogger<MaintenanceBook>.Instance);
    }

    public RegistryDesk Registry { get; }

    public MemoryMaintenanceStore Store { get; }

    public MaintenanceBook Book { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<MaintenanceDesk> OpenAsync()
    {
        var registry = new RegistryDesk();
        await registry.FileAsync(
            """
            projects:
              shop:
                targets: { production: "http://shop.test" }
                services:
                  api: { check: "http://api.test/health", labels: { team: core, tier: front } }
                  db: { check: "http://db.test/health", labels: { team: core } }
              inner:
                services:
                  queue: { check: "http://queue.test/health" }
            """);
        return new(registry, new());
    }

    /// <summary>The same store after a restart.</summary>
    public async Task<MaintenanceDesk> RestartAsync()
    {
        var desk = new MaintenanceDesk(Registry, Store);
        await desk.Book.LoadAsync(Cancel);
        return desk;
    }

    public Task<Written<MaintenanceSpec>> PutAsync(string id, string json, Terms? terms = null) =>
        Book.PutAsync(id, RegistryDesk.Body(json), terms ?? new(), Cancel);

    /// <summary>Declares what can be declared.</summary>
    public async Task<MaintenanceSpec> SetAsync(string id, string json)
    {
        var written = await PutAsync(id, $"{{'title':'t',{json}}}");
        Assert.True(written.Done, string.Join("; ", written.Problems));
        return written.Value!;
    }

    public Task<Written<MaintenanceSpec>> DeleteAsync(string id, Terms? terms = null) => Book.DeleteAsync(id, terms ?? new(), Cancel);
}
