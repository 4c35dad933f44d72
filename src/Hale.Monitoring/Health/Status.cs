namespace Hale.Monitoring.Health;

/// <summary>What Hale holds a service for.</summary>
public enum Status : byte
{
    /// <summary>Not known: never checked, paused, at rest, or the hub itself is cut off.</summary>
    Unknown,

    /// <summary>It works.</summary>
    Up,

    /// <summary>It works, but not well.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Down,
}

/// <summary>Why the status is what it is; goes unchanged to log, API, UI and notification.</summary>
public enum Why : byte
{
    /// <summary>Never checked.</summary>
    None,

    /// <summary>The first success.</summary>
    FirstSuccess,

    /// <summary>A success within the limit after slow ones.</summary>
    Fast,

    /// <summary>A success slower than the limit.</summary>
    Slow,

    /// <summary>The answer itself says that it is degraded.</summary>
    BodyDegraded,

    /// <summary>The answer no longer says that it is degraded.</summary>
    BodyOk,

    /// <summary>More failures in a row than the retries allow.</summary>
    Failures,

    /// <summary>The same, of a kind that only degrades.</summary>
    SoftFailures,

    /// <summary>So many failures that it shows, though the retries are not spent.</summary>
    DegradedAfter,

    /// <summary>A success after failures.</summary>
    Recovered,

    /// <summary>A person paused it.</summary>
    Paused,

    /// <summary>A person resumed it; not checked since.</summary>
    Resumed,

    /// <summary>The hub is cut off and can't know.</summary>
    HubIsolated,

    /// <summary>Its platform says that it is at rest: stopped, or on its way.</summary>
    Stopped,

    /// <summary>Another hub or tool watched it then and said so; its results were imported.</summary>
    Imported,
}
