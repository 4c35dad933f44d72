using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Watch;

/// <summary>Watches: checks every spec at its time, judges the results, holds the verdicts and tells what came of it.</summary>
public sealed class Watcher(
    CheckCatalog checks, Vitals vitals, WatchOptions options, TimeProvider time, Func<double> random, ILoggerFactory loggers)
{
    private readonly object[] _parts = [checks, vitals, options, time, random, loggers];

    /// <summary>After every check that counts, in order per key.</summary>
    public Feed<Outcome> Outcomes { get; } = new();

    /// <summary>Pauses and resumptions.</summary>
    public Feed<Shift> Shifts { get; } = new();

    /// <summary>Due checks that were skipped.</summary>
    public Feed<Slip> Slips { get; } = new();

    /// <summary>Checks that run now.</summary>
    public int InFlight => _parts.Length;

    /// <summary>Counts and the lateness histogram.</summary>
    public WatchFigures Figures => throw new NotImplementedException();

    /// <summary>Everything watched.</summary>
    public IEnumerable<Watched> All => throw new NotImplementedException();

    /// <summary>Takes everything that is watched at start; first checks are spread. Verdicts known from before are given back.</summary>
    public void Launch(IReadOnlyList<(WatchSpec Spec, Verdict? Known)> specs) => throw new NotImplementedException();

    /// <summary>Adds or replaces; one that is new, or whose check changed, or that was resumed, is checked within a second.</summary>
    public void Set(WatchSpec spec) => throw new NotImplementedException();

    /// <summary>Stops watching; false when the key is not known.</summary>
    public bool Remove(string key) => throw new NotImplementedException();

    /// <summary>The watched thing as it stands, or null.</summary>
    public Watched? Find(string key) => throw new NotImplementedException();

    /// <summary>Checks at once, or joins the check that runs; answers once the outcome was told.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that key is watched, or no longer.</exception>
    public Task<Outcome> CheckNowAsync(string key, string? correlationId, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Runs until <paramref name="stopping"/>; then starts nothing more, and gives running checks a few seconds to end.</summary>
    public Task RunAsync(CancellationToken stopping) => throw new NotImplementedException();
}
