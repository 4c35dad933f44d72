using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch;

/// <summary>A verdict that changed without a check: somebody paused or resumed.</summary>
/// <param name="Spec">As it is from now on.</param>
public sealed record Shift(WatchSpec Spec, Verdict Before, Ruling Ruling);

/// <summary>A due check that was skipped.</summary>
public sealed record Slip(string Key, SlipReason Reason);

/// <summary>Why a due check was skipped.</summary>
public enum SlipReason
{
    /// <summary>The one before it still runs.</summary>
    Runs,

    /// <summary>The one before it still waits for its turn.</summary>
    Waits,

    /// <summary>Its host can't be connected to, and another one asks for all that are known to fail.</summary>
    Circuit,
}
