using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Hale.Client;

/// <summary>Which services to list; what is null does not narrow.</summary>
public sealed record ServiceFilter
{
    /// <summary>Of one project.</summary>
    public string? Project { get; init; }

    /// <summary><c>up</c>, <c>degraded</c>, <c>down</c> or <c>unknown</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Of one type, such as <c>api</c>.</summary>
    public string? Type { get; init; }

    /// <summary>With one label: <c>team=core</c>.</summary>
    public string? Label { get; init; }

    /// <summary>With this text in its id or name.</summary>
    public string? Text { get; init; }
}

public sealed partial class HaleClient
{
    /// <summary>The services, ordered by id, page by page as they are read.</summary>
    public IAsyncEnumerable<ServiceView> ServicesAsync(ServiceFilter? filter = null, CancellationToken cancel = default)
    {
        filter ??= new();
        return PagesAsync(
            (cursor, stop) => _wire.GetAsync(
                "api/services" + Query.Of(
                    ("project", filter.Project), ("status", filter.Status), ("type", filter.Type), ("label", filter.Label), ("q", filter.Text),
                    ("limit", "1000"), ("cursor", cursor)),
                WireJson.Default.PageServiceView, null, stop),
            cancel);
    }

    /// <summary>One service.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ServiceView> ServiceAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync(OfService(id), WireJson.Default.ServiceView, Service(id), cancel);

    /// <summary>Declares a new service; its id follows from project and name where it is not given.</summary>
    /// <exception cref="HaleConflictException">The id is taken.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<ServiceView> CreateServiceAsync(ServiceDraft draft, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Post, "api/services", Json(draft, WireJson.Default.ServiceDraft)), WireJson.Default.ServiceView, cancel);

    /// <summary>Declares a service, or replaces it.</summary>
    /// <param name="etag">The etag of the version that is to be replaced; null to replace whatever there is.</param>
    /// <exception cref="HaleConflictException">It changed in between, or the file declares it.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<ServiceView> PutServiceAsync(string id, ServiceDraft draft, string? etag = null, CancellationToken cancel = default) =>
        PutServiceAsync(id, Json(draft, WireJson.Default.ServiceDraft), etag, cancel);

    /// <summary>The same, with the description as JSON.</summary>
    public Task<ServiceView> PutServiceAsync(string id, JsonObject body, string? etag = null, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Put, OfService(id), body, Service(id), etag), WireJson.Default.ServiceView, cancel);

    /// <summary>Removes a service with its history.</summary>
    /// <param name="etag">The etag of the version that is meant; null for whichever.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    /// <exception cref="HaleConflictException">Others depend on it, or the file declares it.</exception>
    public Task DeleteServiceAsync(string id, string? etag = null, CancellationToken cancel = default) =>
        DeleteAsync(OfService(id), Service(id), etag, cancel);

    /// <summary>A service's health and its newest results.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<HealthView> ServiceHealthAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfService(id)}/health", WireJson.Default.HealthView, Service(id), cancel);

    /// <summary>A service's history, thinned to a number of points.</summary>
    /// <param name="from">RFC 3339, or a duration back from now such as <c>24h</c>. Default: <c>1h</c>.</param>
    /// <param name="to">The same. Default: now.</param>
    /// <param name="points">How many at most. Default: 300. Allowed: 1 to 10,000.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<HistoryView> HistoryAsync(string id, string? from = null, string? to = null, int? points = null, CancellationToken cancel = default) =>
        _wire.GetAsync(
            $"{OfService(id)}/history{Query.Of(("from", from), ("to", to), ("points", points?.ToString(CultureInfo.InvariantCulture)))}",
            WireJson.Default.HistoryView, Service(id), cancel);

    /// <summary>What a service that is a host, a process or a container uses, thinned to a number of points.</summary>
    /// <param name="from">RFC 3339, or a duration back from now such as <c>24h</c>. Default: <c>1h</c>.</param>
    /// <param name="to">The same. Default: now.</param>
    /// <param name="points">How many at most. Default: 300. Allowed: 1 to 10,000.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ResourcesView> ResourcesAsync(string id, string? from = null, string? to = null, int? points = null, CancellationToken cancel = default) =>
        _wire.GetAsync(
            $"{OfService(id)}/resources{Query.Of(("from", from), ("to", to), ("points", points?.ToString(CultureInfo.InvariantCulture)))}",
            WireJson.Default.ResourcesView, Service(id), cancel);

    /// <summary>A service's changes of status, newest first, page by page as they are read.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public IAsyncEnumerable<EventView> EventsAsync(string id, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync($"{OfService(id)}/events{Query.Of(("cursor", cursor))}", WireJson.Default.PageEventView, Service(id), stop),
            cancel);

    /// <summary>
    /// What a service's failed checks saw, newest first, page by page as they are read. Kept are the first of a row of failures, those that say something
    /// new, and one an hour.
    /// </summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public IAsyncEnumerable<EvidenceView> EvidenceAsync(string id, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync($"{OfService(id)}/evidence{Query.Of(("cursor", cursor))}", WireJson.Default.PageEvidenceView, Service(id), stop),
            cancel);

    /// <summary>How long a service was in which status.</summary>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeView> UptimeAsync(string id, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfService(id)}/uptime{Query.Of(("window", window))}", WireJson.Default.UptimeView, Service(id), cancel);

    /// <summary>How long a service was in which status on each of the last days of UTC.</summary>
    /// <param name="days">How many, today included. Default: 90. Allowed: 1 to 366.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeDaysView> UptimeDaysAsync(string id, int? days = null, CancellationToken cancel = default) =>
        _wire.GetAsync(
            $"{OfService(id)}/uptime/days{Query.Of(("days", days?.ToString(CultureInfo.InvariantCulture)))}", WireJson.Default.UptimeDaysView, Service(id), cancel);

    /// <summary>How each of some services stood over the same time, in slots of equal length. One that does not exist is left out.</summary>
    /// <param name="ids">1 to 100.</param>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <param name="slots">How many slots. Default: 24. Allowed: 1 to 366.</param>
    /// <exception cref="HaleInvalidException">There are no ids, too many of them or of slots, or the window is none.</exception>
    public Task<UptimeStripsView> UptimeStripsAsync(IEnumerable<string> ids, string? window = null, int? slots = null, CancellationToken cancel = default) =>
        _wire.GetAsync(
            $"/api/uptime{Query.Of(("ids", string.Join(',', ids)), ("window", window), ("slots", slots?.ToString(CultureInfo.InvariantCulture)))}",
            WireJson.Default.UptimeStripsView, null, cancel);

    /// <summary>How a service's definition changed, newest first, page by page as they are read.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public IAsyncEnumerable<ChangeView> ChangesAsync(string id, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync($"{OfService(id)}/changes{Query.Of(("cursor", cursor))}", WireJson.Default.PageChangeView, Service(id), stop),
            cancel);

    /// <summary>Why a service is what it is: in sentences, and as data.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ExplanationView> ExplainAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfService(id)}/explain", WireJson.Default.ExplanationView, Service(id), cancel);

    /// <summary>How long a service was in which status, whole and for each version that its target said to be of.</summary>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeView> UptimeByVersionAsync(string id, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfService(id)}/uptime{Query.Of(("window", window), ("by", "version"))}", WireJson.Default.UptimeView, Service(id), cancel);

    /// <summary>A service's uptime, failures and latency in a window beside the one of the same length before it.</summary>
    /// <param name="window">A duration back from now. Default: <c>7d</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<TrendView> TrendAsync(string id, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfService(id)}/trend{Query.Of(("window", window))}", WireJson.Default.TrendView, Service(id), cancel);

    /// <summary>Probes a service now and answers the result; a failing one is an answer, not an error.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ResultView> CheckAsync(string id, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Post, $"{OfService(id)}/check", What: Service(id), Patient: true), WireJson.Default.ResultView, cancel);

    /// <summary>Reports on a component: a service whose check is <c>component</c>. One report at least is expected in every interval.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task ReportAsync(string id, ComponentReport report, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        var body = JsonSerializer.SerializeToNode(report, WireJson.Default.ComponentReport)!.AsObject();
        return _wire.SendAsync(new Ask(HttpMethod.Post, $"{OfService(id)}/report", body, What: Service(id)), cancel);
    }

    /// <summary>Stops checking a service until somebody resumes it.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ServiceView> PauseAsync(string id, CancellationToken cancel = default) => VerbAsync(id, "pause", cancel);

    /// <summary>Checks a paused service again.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ServiceView> ResumeAsync(string id, CancellationToken cancel = default) => VerbAsync(id, "resume", cancel);

    private static (string, string) Service(string id) => ("service", id);

    private static string OfService(string id) => $"api/services/{Query.Segment(id)}";

    private static JsonObject Json<T>(T draft, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(draft, type)!.AsObject();

    /// <summary>Pages of a list, each asked for when the one before it was read.</summary>
    private static async IAsyncEnumerable<T> PagesAsync<T>(
        Func<string?, CancellationToken, Task<Page<T>>> read, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? cursor = null;
        do
        {
            var page = await read(cursor, cancel);
            foreach (var item in page.Items)
                yield return item;
            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    /// <summary>A verb whose answer may be the service or nothing; either way the service is answered.</summary>
    private async Task<ServiceView> VerbAsync(string id, string verb, CancellationToken cancel)
    {
        await _wire.SendAsync(new Ask(HttpMethod.Post, $"{OfService(id)}/{verb}", What: Service(id)), cancel);
        return await ServiceAsync(id, cancel);
    }

    private Task DeleteAsync(string path, (string, string) what, string? etag, CancellationToken cancel) =>
        _wire.SendAsync(new Ask(HttpMethod.Delete, path, What: what, Etag: etag), cancel);
}
