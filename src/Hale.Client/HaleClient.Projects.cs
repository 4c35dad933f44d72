using System.Globalization;
using System.Text.Json.Nodes;

namespace Hale.Client;

public sealed partial class HaleClient
{
    /// <summary>The projects, ordered by id, page by page as they are read.</summary>
    public IAsyncEnumerable<ProjectView> ProjectsAsync(CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync(
                $"api/projects{Query.Of(("limit", "1000"), ("cursor", cursor))}", WireJson.Default.PageProjectView, null, stop),
            cancel);

    /// <summary>One project.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ProjectView> ProjectAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync(OfProject(id), WireJson.Default.ProjectView, Project(id), cancel);

    /// <summary>A project's health, summed over its services.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<ProjectHealthView> ProjectHealthAsync(string id, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfProject(id)}/health", WireJson.Default.ProjectHealthView, Project(id), cancel);

    /// <summary>How long a project was healthy, degraded and unhealthy, by the rule for aggregates at each moment.</summary>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeView> ProjectUptimeAsync(string id, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfProject(id)}/uptime{Query.Of(("window", window))}", WireJson.Default.UptimeView, Project(id), cancel);

    /// <summary>The same, beside the whole also for each of the project's deployments: its targets.</summary>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeView> ProjectUptimeByDeploymentAsync(string id, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfProject(id)}/uptime{Query.Of(("window", window), ("by", "deployment"))}", WireJson.Default.UptimeView, Project(id), cancel);

    /// <summary>Latency, checks, failures and status of a project's services together; beyond two days the steps are whole days.</summary>
    /// <param name="from">RFC 3339, or a duration back from now. Default: an hour.</param>
    /// <param name="to">The same. Default: now.</param>
    /// <param name="points">How many at most. Default: 300. Allowed: 1 to 1,000.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<HistoryView> ProjectHistoryAsync(string id, string? from = null, string? to = null, int? points = null, CancellationToken cancel = default) =>
        _wire.GetAsync(
            $"{OfProject(id)}/history{Query.Of(("from", from), ("to", to), ("points", points?.ToString(CultureInfo.InvariantCulture)))}",
            WireJson.Default.HistoryView, Project(id), cancel);

    /// <summary>Changes of status of a project's services, newest first, page by page as they are read.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public IAsyncEnumerable<EventView> ProjectEventsAsync(string id, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync($"{OfProject(id)}/events{Query.Of(("cursor", cursor))}", WireJson.Default.PageEventView, Project(id), stop),
            cancel);

    /// <summary>Declares a new project.</summary>
    /// <exception cref="HaleConflictException">The id is taken.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<ProjectView> CreateProjectAsync(ProjectDraft draft, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Post, "api/projects", Json(draft, WireJson.Default.ProjectDraft)), WireJson.Default.ProjectView, cancel);

    /// <summary>Declares a project, or replaces it.</summary>
    /// <param name="etag">The etag of the version that is to be replaced; null to replace whatever there is.</param>
    /// <exception cref="HaleConflictException">It changed in between, or the file declares it.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<ProjectView> PutProjectAsync(string id, ProjectDraft draft, string? etag = null, CancellationToken cancel = default) =>
        PutProjectAsync(id, Json(draft, WireJson.Default.ProjectDraft), etag, cancel);

    /// <summary>The same, with the description as JSON.</summary>
    public Task<ProjectView> PutProjectAsync(string id, JsonObject body, string? etag = null, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Put, OfProject(id), body, Project(id), etag), WireJson.Default.ProjectView, cancel);

    /// <summary>Removes a project.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    /// <exception cref="HaleConflictException">Something belongs to it still, or the file declares it.</exception>
    public Task DeleteProjectAsync(string id, string? etag = null, CancellationToken cancel = default) =>
        DeleteAsync(OfProject(id), Project(id), etag, cancel);

    /// <summary>A project's targets, ordered by id, page by page as they are read.</summary>
    /// <exception cref="HaleNotFoundException">There is no such project.</exception>
    public IAsyncEnumerable<TargetView> TargetsAsync(string project, CancellationToken cancel = default) =>
        PagesAsync(
            (cursor, stop) => _wire.GetAsync(
                $"{OfProject(project)}/targets{Query.Of(("limit", "1000"), ("cursor", cursor))}", WireJson.Default.PageTargetView, Project(project), stop),
            cancel);

    /// <summary>One target of a project.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<TargetView> TargetAsync(string project, string target, CancellationToken cancel = default) =>
        _wire.GetAsync(OfTarget(project, target), WireJson.Default.TargetView, Target(project, target), cancel);

    /// <summary>How long a target was in which status.</summary>
    /// <param name="window">A duration back from now. Default: <c>24h</c>.</param>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    public Task<UptimeView> TargetUptimeAsync(string project, string target, string? window = null, CancellationToken cancel = default) =>
        _wire.GetAsync($"{OfTarget(project, target)}/uptime{Query.Of(("window", window))}", WireJson.Default.UptimeView, Target(project, target), cancel);

    /// <summary>Declares a target, or replaces it.</summary>
    /// <param name="etag">The etag of the version that is to be replaced; null to replace whatever there is.</param>
    /// <exception cref="HaleConflictException">It changed in between, or the file declares it.</exception>
    /// <exception cref="HaleInvalidException">The description can't be used.</exception>
    public Task<TargetView> PutTargetAsync(string project, string target, TargetDraft draft, string? etag = null, CancellationToken cancel = default) =>
        PutTargetAsync(project, target, Json(draft, WireJson.Default.TargetDraft), etag, cancel);

    /// <summary>The same, with the description as JSON.</summary>
    public Task<TargetView> PutTargetAsync(string project, string target, JsonObject body, string? etag = null, CancellationToken cancel = default) =>
        _wire.SendAsync(new(HttpMethod.Put, OfTarget(project, target), body, Target(project, target), etag), WireJson.Default.TargetView, cancel);

    /// <summary>Removes a target with its history.</summary>
    /// <exception cref="HaleNotFoundException">There is none of this id.</exception>
    /// <exception cref="HaleConflictException">The file declares it.</exception>
    public Task DeleteTargetAsync(string project, string target, string? etag = null, CancellationToken cancel = default) =>
        DeleteAsync(OfTarget(project, target), Target(project, target), etag, cancel);

    private static (string, string) Project(string id) => ("project", id);

    private static (string, string) Target(string project, string target) => ("target", $"{project}:{target}");

    private static string OfProject(string id) => $"api/projects/{Query.Segment(id)}";

    private static string OfTarget(string project, string target) => $"{OfProject(project)}/targets/{Query.Segment(target)}";
}
