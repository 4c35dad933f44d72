using System.Collections.Concurrent;
using Hale.Monitoring.Watch;

namespace Hale.Server.Metrics;

/// <summary>Counts what the watch does, for <c>/metrics</c>. Forced checks count too, of paused services as well: each was made.</summary>
internal sealed class CheckMetrics
{
    private readonly ConcurrentDictionary<string, CheckTally> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Histogram> _byType = new(StringComparer.Ordinal);

    /// <summary>How long checks took, by the check's type.</summary>
    public IEnumerable<KeyValuePair<string, Histogram>> Durations => _byType.OrderBy(each => each.Key, StringComparer.Ordinal);

    /// <summary>Joins the watch; once.</summary>
    public void Join(Watcher watcher)
    {
        watcher.Outcomes.Join(Checked);
        watcher.Slips.Join(slip => Skipped(slip.Key));
    }

    public void Checked(Outcome outcome)
    {
        _byKey.GetOrAdd(outcome.Spec.Key, static _ => new()).Add(outcome);
        _byType.GetOrAdd(outcome.Spec.Check.Kind, static _ => new()).Add(outcome.Seen.Took.TotalSeconds);
    }

    public void Skipped(string key) => _byKey.GetOrAdd(key, static _ => new()).Skip();

    /// <summary>What was counted of a watched thing; null before anything was.</summary>
    public CheckTally? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Forgets what is watched no longer, once there is more than is watched.</summary>
    public void Keep(int watched, Func<string, bool> isWatched)
    {
        if (_byKey.Count <= watched)
            return;
        foreach (var (key, _) in _byKey)
            if (!isWatched(key))
                _byKey.TryRemove(key, out _);
    }
}
