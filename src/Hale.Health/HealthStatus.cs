namespace Hale.Health;

/// <summary>How a component, or the whole application, is. In JSON the lower-case word.</summary>
public enum HealthStatus
{
    /// <summary>It works.</summary>
    Healthy,

    /// <summary>It works, but not well; or it is not known yet.</summary>
    Degraded,

    /// <summary>It does not work.</summary>
    Unhealthy,
}
