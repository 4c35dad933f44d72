namespace Hale.Server.Maintenance;

/// <summary>A window as it is kept.</summary>
/// <param name="Definition">The room's own JSON.</param>
internal sealed record StoredMaintenance(string Id, string Definition, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Where windows of maintenance are kept.</summary>
internal interface IMaintenanceStore
{
    /// <summary>All of them, by id.</summary>
    ValueTask<IReadOnlyList<StoredMaintenance>> LoadAsync(CancellationToken cancel);

    /// <summary>Keeps a window, in place of the one of the same id; durable when it returns.</summary>
    ValueTask PutAsync(StoredMaintenance window, CancellationToken cancel);

    /// <summary>Removes a window, if there is one of that id; durable when it returns.</summary>
    ValueTask RemoveAsync(string id, CancellationToken cancel);
}
