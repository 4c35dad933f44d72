using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>What results say of the way to a peer, apart from the peer itself.</summary>
internal static class Ways
{
    /// <summary>What one check learned. After a redirect the way that failed is another's: the first connection was made.</summary>
    public static Finding Of(Observation seen) => seen.Failure?.Kind switch
    {
        FailureKind.Internal or FailureKind.Blocked or FailureKind.HeartbeatMissed => Finding.Nothing,
        FailureKind.Refused or FailureKind.ConnectTimeout or FailureKind.Unreachable or FailureKind.Dns or FailureKind.Reset
            when seen.Phases.ConnectMs is null => Finding.Unreached,
        _ => Finding.Reached,
    };

    /// <summary>Whether nothing came back: as it is of everything when the hub is cut off.</summary>
    public static bool IsLost(Observation seen) => Of(seen) == Finding.Unreached || seen.Failure?.Kind == FailureKind.Timeout;

    /// <summary>Whether it is settled that its peer can't be connected to: one more failure would tell nothing new.</summary>
    public static bool Settled(Verdict verdict, Patience patience) =>
        verdict.Failures > patience.Retries
        && verdict.Failure is FailureKind.Refused or FailureKind.ConnectTimeout or FailureKind.Unreachable or FailureKind.Dns;
}
