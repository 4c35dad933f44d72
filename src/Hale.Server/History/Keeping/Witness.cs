using Hale.Monitoring.Checks;

namespace Hale.Server.History.Keeping;

/// <summary>
/// Which failures of a series are worth their evidence: the first of a row, one of another kind than the one that was kept last, one that changes the status,
/// one a minute that says something else, as each does that tells a time, and one an hour while nothing changes. A service that is down for a week then has a
/// few pages, not 20,000.
/// </summary>
internal sealed class Witness
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private FailureKind _kind;
    private string? _message;
    private DateTimeOffset _at;
    private bool _failing;

    /// <summary>Whether the evidence of this result is to be kept.</summary>
    /// <param name="moved">Whether it changed the status.</param>
    public bool Wants(Observation seen, bool moved)
    {
        if (seen.Failure is not { } failure)
        {
            _failing = false;
            return false;
        }

        var since = seen.At - _at;
        var known = _failing && !moved && failure.Kind == _kind && since >= TimeSpan.Zero && since < (failure.Message == _message ? Hour : Minute);
        _failing = true;
        if (known)
            return false;
        (_kind, _message, _at) = (failure.Kind, failure.Message, seen.At);
        return true;
    }
}
