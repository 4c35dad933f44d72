namespace Hale.Monitoring.Admission;

/// <summary>One <c>host:port</c> that checks go to: what goes on there, and what is known of it. One small object, however many checks share it.</summary>
internal sealed class Peer(string name)
{
    /// <summary>The moments that early tries hold.</summary>
    public Pace Rechecks;

    /// <summary>The moments that checks hold where there is a rate to keep.</summary>
    public Pace Rate;

    /// <summary>When they really start, which may be later where they waited for a place.</summary>
    public Pace Starts;

    /// <summary>The <c>host:port</c>.</summary>
    public string Name { get; } = name;

    /// <summary>How many watched things go there.</summary>
    public int Members { get; set; }

    /// <summary>Scheduled checks that run there now.</summary>
    public int Running { get; set; }

    /// <summary>Connections in a row that could not be made, whoever tried.</summary>
    public int Failures { get; set; }

    /// <summary>The open circuit; null while it is closed.</summary>
    public Circuit? Circuit { get; set; }
}

/// <summary>
/// Nobody could connect for a while: one member asks for all that are known to fail, until somebody gets through. Half-open is no state of its own:
/// each try of the one who asks is the probe.
/// </summary>
internal sealed class Circuit(TimeSpan since)
{
    /// <summary>When it opened.</summary>
    public TimeSpan Since { get; } = since;

    /// <summary>When a member was last sent to ask.</summary>
    public TimeSpan AskedAt { get; set; } = since;

    /// <summary>The number of the member that was sent.</summary>
    public int Asker { get; set; } = -1;
}
