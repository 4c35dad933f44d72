using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch;

/// <summary>A verdict that changed without a check: somebody paused or resumed.</summary>
/// <param name="Spec">As it is from now on.</param>
public sealed record Shift(WatchSpec Spec, Verdict Before, Ruling Ruling);

/// <summary>A due check that was skipped because the one before it still runs, or waits for its turn.</summary>
public sealed record Slip(string Key);
