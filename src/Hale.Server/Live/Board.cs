using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hale.Client;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.Registry;

namespace Hale.Server.Live;

/// <summary>
/// What is held of everything now, joined for the outside: specs, verdicts, results and causes. Reads never touch the disk. Every change of a
/// definition, status, cause, message, count of failures or pause goes to the <see cref="LiveFeed"/>.
/// </summary>
internal sealed class Board(Registrar registry, Watcher watcher, History.History history, LiveFeed feed) : ILiveState
{
    private readonly Lock _gate = new();
    private readonly Causes _causes = new();

    /// <summary>Joins the rooms below; call once, after the registry was loaded and before the watch runs.</summary>
    public void Join()
    {
        lock (_gate)
        {
            SetGraph(registry.Now);
            foreach (var watched in watcher.All)
                _causes.Update(watched.Spec.Key, watched.Verdict.Status);
        }

        registry.Changes.Join(Redeclared);
        watcher.Outcomes.Join(Checked);
        watcher.Shifts.Join(Shifted);
    }

    public string? CauseOf(string serviceId)
    {
        lock (_gate)
            return _causes.Of(serviceId);
    }

    public ServiceView Service(ServiceSpec spec) => Views.Service(spec, Health(spec.Id));

    public HealthView Health(string serviceId) => Views.Health(watcher.Find(serviceId), history.Find(serviceId), CauseOf(serviceId));

    public Status StatusOf(string key) => watcher.StatusOf(key);

    public TargetView Target(TargetSpec spec) => Views.Target(spec, TargetHealth(spec.Key));

    public TargetHealthView TargetHealth(string key) => Views.TargetHealth(watcher.Find(key), history.Find(key));

    public ProjectView Project(ProjectSpec spec) => Views.Project(spec, [.. registry.Now.TargetsOf(spec.Id).Select(target => target.Id)]);

    public ProjectHealthView ProjectHealth(ProjectSpec spec)
    {
        var services = registry.Now.ServicesOf(spec.Id).Select(service => (Spec: service, Status: StatusOf(service.Id), Cause: CauseOf(service.Id))).ToArray();
        var targets = registry.Now.TargetsOf(spec.Id).ToArray();
        var members = services.Select(each => new Member(each.Status, each.Spec.Critical, each.Cause, each.Spec.Paused))
            .Concat(targets.Select(target => new Member(StatusOf(target.Key), Paused: target.Stopped)));
        var running = services.Any(each => !each.Spec.Paused) || targets.Any(target => !target.Stopped);
        return new(
            spec.Id, spec.Name, running ? "running" : "stopped", Words.Of(Aggregate.Of(members)), services.Length,
            [.. services.Select(each => new ProjectServiceView(
                each.Spec.Id, each.Spec.Name, Words.Of(each.Status), history.Find(each.Spec.Id).Last?.LatencyMs, each.Cause))],
            new(Count(Status.Up), Count(Status.Degraded), Count(Status.Down), Count(Status.Unknown)));

        int Count(Status status) => services.Count(each => each.Status == status);
    }

    /// <inheritdoc/>
    public LiveSnapshot Snapshot()
    {
        var now = registry.Now;
        return new(
            now.Services.Values.Select(spec => new LiveItem(LiveType.Service, spec.Id, spec.Project, null)
            {
                Render = () => Render(Service(spec), WireJson.Plain.ServiceView),
            }),
            now.Projects.Values.Select(spec => new LiveItem(LiveType.Project, spec.Id, spec.Id, null)
            {
                Render = () => Render(Project(spec), WireJson.Plain.ProjectView),
            }),
            now.Targets.Values.Select(spec => new LiveItem(LiveType.Target, spec.Id, spec.Project, null)
            {
                Render = () => Render(Target(spec), WireJson.Plain.TargetView),
            }),
            []);
    }

    private void Redeclared(RegistryChange change)
    {
        lock (_gate)
        {
            if (change.Services.Any(each => each.After is null || each.Before is null || !each.Before.DependsOn.SequenceEqual(each.After.DependsOn)))
                SetGraph(change.Now);
            foreach (var (before, after) in change.Projects)
                Publish(LiveType.Project, (after ?? before)!.Id, (after ?? before)!.Id, after is null ? null : () => Render(Project(after), WireJson.Plain.ProjectView));
            foreach (var (before, after) in change.Services)
                PublishService((after ?? before)!.Id, (after ?? before)!.Project);
            foreach (var (before, after) in change.Targets)
                Publish(LiveType.Target, (after ?? before)!.Id, (after ?? before)!.Project, after is null ? null : () => Render(Target(after), WireJson.Plain.TargetView));
        }
    }

    private void Checked(Outcome outcome)
    {
        if (feed.WantsResults && registry.Now.Services.ContainsKey(outcome.Spec.Key))
            Publish(LiveType.Result, outcome.Spec.Key, outcome.Spec.Project, () => Render(Views.Result(outcome), WireJson.Plain.ResultView));
        if (outcome.Counted)
            Moved(outcome.Spec.Key, outcome.Before, outcome.Ruling.After);
    }

    private void Shifted(Shift shift) => Moved(shift.Spec.Key, shift.Before, shift.Ruling.After);

    private void Moved(string key, Verdict before, Verdict after)
    {
        if (before.Status == after.Status && before.Message == after.Message && before.Failures == after.Failures && before.Why == after.Why)
            return;
        lock (_gate)
        {
            if (registry.Now.Targets.TryGetValue(key, out var target))
            {
                Publish(LiveType.Target, target.Id, target.Project, () => Render(Target(target), WireJson.Plain.TargetView));
                return;
            }

            var recaused = before.Status == after.Status ? [] : _causes.Update(key, after.Status);
            PublishService(key, ProjectOf(key));
            foreach (var (id, _) in recaused)
                if (id != key)
                    PublishService(id, ProjectOf(id));
        }
    }

    private void SetGraph(RegistrySnapshot now) =>
        _causes.SetGraph(now.Services.Values.ToDictionary(service => service.Id, service => service.DependsOn));

    private string? ProjectOf(string serviceId) => registry.Now.Services.GetValueOrDefault(serviceId)?.Project;

    private void PublishService(string id, string? project) => Publish(
        LiveType.Service, id, project, registry.Now.Services.TryGetValue(id, out var spec) ? () => Render(Service(spec), WireJson.Plain.ServiceView) : null);

    /// <param name="json">Makes what its GET answers; null when it was removed.</param>
    private void Publish(string kind, string id, string? project, Func<byte[]>? json)
    {
        if (!feed.CountUnheard())
            feed.Publish(new(kind, id, project, json?.Invoke()));
    }

    private static byte[] Render<T>(T view, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(view, type);
}
