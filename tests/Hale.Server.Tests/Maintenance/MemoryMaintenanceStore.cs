using Hale.Server.Maintenance;

namespace Hale.Server.Tests.Maintenance;

/// <summary>A store of windows in memory; can be made to fail.</summary>
internal sealed class MemoryMaintenanceStore : IMaintenanceStore
{
    public SortedDictionary<string, StoredMaintenance> Rows { get; } = new(StringComparer.Ordinal);

    public int Writes { get; private set; }

    public Exception? Fails { get; set; }

    public ValueTask<IReadOnlyList<StoredMaintenance>> LoadAsync(CancellationToken cancel) => new([.. Rows.Values]);

    public ValueTask PutAsync(StoredMaintenance window, CancellationToken cancel)
    {
        Write();
        Rows[window.Id] = window;
        return default;
    }

    public ValueTask RemoveAsync(string id, CancellationToken cancel)
    {
        Write();
        Rows.Remove(id);
        return default;
    }

    private void Write()
    {
        Writes++;
        if (Fails is not null)
            throw Fails;
    }
}
