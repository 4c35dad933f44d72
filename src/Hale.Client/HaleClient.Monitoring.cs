using System.Text.Json.Nodes;

namespace Hale.Client;

public sealed partial class HaleClient
{
    /// <summary>The keys of the running monitors, <c>project:target</c>.</summary>
    public Task<MonitoringView> MonitoredAsync(CancellationToken cancel = default) =>
        _wire.GetAsync("api/monitoring", WireJson.Default.MonitoringView, null, cancel);

    /// <summary>Starts to monitor a deployment by its URL; project and target are made where they are missing.</summary>
    /// <param name="draft">Its URL and settings; what is null stays as it is.</param>
    /// <returns>How it went; a refusal is an answer with <see cref="ControlView.Success"/> false and the reason, as the API gives it.</returns>
    public Task<ControlView> StartMonitoringAsync(string project, string target, TargetDraft draft, CancellationToken cancel = default) =>
        StartMonitoringAsync(project, target, Json(draft, WireJson.Default.TargetDraft), cancel);

    /// <summary>The same, with the description as JSON.</summary>
    public Task<ControlView> StartMonitoringAsync(string project, string target, JsonObject body, CancellationToken cancel = default) =>
        ControlAsync($"{OfMonitor(project, target)}/start", body, cancel);

    /// <summary>Stops a monitor; one that does not run is no error.</summary>
    /// <returns>How it went.</returns>
    public Task<ControlView> StopMonitoringAsync(string project, string target, CancellationToken cancel = default) =>
        ControlAsync($"{OfMonitor(project, target)}/stop", null, cancel);

    /// <summary>Checks a target now.</summary>
    /// <returns>How it went, and the target's health after it whatever the verdict.</returns>
    public Task<ControlView> CheckTargetAsync(string project, string target, CancellationToken cancel = default) =>
        ControlAsync($"{OfMonitor(project, target)}/check", null, cancel);

    private Task<ControlView> ControlAsync(string path, JsonObject? body, CancellationToken cancel) =>
        _wire.AnyAsync(
            new(HttpMethod.Post, path, body, Patient: true), WireJson.Default.ControlView, (view, status) => view with { HttpStatus = status }, cancel);

    private static string OfMonitor(string project, string target) => $"api/monitoring/{Query.Segment(project)}/{Query.Segment(target)}";
}
