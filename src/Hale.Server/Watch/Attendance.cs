using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.Registry;

namespace Hale.Server.Watch;

/// <summary>Keeps the watch in step with the registry: what is declared is watched, what is removed is not.</summary>
internal sealed class Attendance(Registrar registry, Watcher watcher, History.History history)
{
    /// <summary>Hands over everything declared, with the verdicts known from before, and follows every change from then on.</summary>
    public void Begin()
    {
        var now = registry.Now;
        // What left the file while the hub was not running.
        foreach (var key in history.Keys.Where(key => !now.Services.ContainsKey(key) && !now.Targets.ContainsKey(key)).ToArray())
            history.Forget(key);
        watcher.Launch([.. now.Services.Values.Select(service => service.Watch).Concat(now.Targets.Values.Select(target => target.Watch)).Select(Known)]);
        registry.Changes.Join(Follow);
    }

    private (WatchSpec Spec, Verdict? Known) Known(WatchSpec spec) => (spec, history.Find(spec.Key).Verdict);

    private void Follow(RegistryChange change)
    {
        foreach (var (before, after) in change.Services)
            Follow(before?.Watch, after?.Watch);
        foreach (var (before, after) in change.Targets)
            Follow(before?.Watch, after?.Watch);
    }

    private void Follow(WatchSpec? before, WatchSpec? after)
    {
        if (after is null)
        {
            watcher.Remove(before!.Key);
            history.Forget(before.Key);
        }
        else if (after != before)
        {
            watcher.Set(after);
        }
    }
}
