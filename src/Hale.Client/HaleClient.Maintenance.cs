using System.Text.Json.Nodes;

namespace Hale.Client;

public sealed partial class HaleClient
{
    /// <summary>The windows of maintenance, ordered by id, page by page as they are read.</summary>
    /// <param name="state"><c>active</c>, <c>planned</c> or <c>over</c>; null for all.</param>
    /// <param name="of">A service's id, or a target's key: only the windows that are of it; null for all.</param>
    /// <exception cref="HaleInvalidException">There is no such state, or nothing of that id.</exception>
    public IAsyncEnumerable<MaintenanceView> MaintenanceAsync(string? state = null, string? of = null, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync(
                $"api/maintenance{Query.Of(("state", state), ("of", of), ("limit", "1000"), ("cursor", cursor))}", WireJson.Default.PageMaintenanceView, null, stop),
            cancel);

    /// <summary>One window of maintenance.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<MaintenanceView> MaintenanceWindowAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync(OfMaintenance(id), WireJson.Default.MaintenanceView, Maintenance(id), cancel);

    /// <summary>Declares a window of maintenance, or replaces it. Uptime of any time, past time too, follows from the windows as they stand.</summary>
    /// <param name="etag">The etag of the version that is to be replaced; null to replace whatever there is.</param>
    /// <exception cref="HaleConflictException">It changed in between.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<MaintenanceView> PutMaintenanceAsync(string id, MaintenanceDraft draft, string? etag = null, CancellationToken cancel = default) =>
        PutMaintenanceAsync(id, Json(draft, WireJson.Default.MaintenanceDraft), etag, cancel);

    /// <summary>The same, with the description as JSON.</summary>
    public Task<MaintenanceView> PutMaintenanceAsync(string id, JsonObject body, string? etag = null, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Put, OfMaintenance(id), body, Maintenance(id), etag), WireJson.Default.MaintenanceView, cancel);

    /// <summary>Removes a window of maintenance: what it was of counts from then on as if there had been none.</summary>
    /// <param name="etag">The etag of the version that is meant; null for whichever.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    /// <exception cref="HaleConflictException">It changed in between.</exception>
    public Task DeleteMaintenanceAsync(string id, string? etag = null, CancellationToken cancel = default) => DeleteAsync(OfMaintenance(id), Maintenance(id), etag, cancel);

    private static (string, string) Maintenance(string id) => ("window of maintenance", id);

    private static string OfMaintenance(string id) => $"api/maintenance/{Query.Segment(id)}";
}
