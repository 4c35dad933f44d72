namespace Hale.Monitoring.Admission;

/// <summary>What the watch may do at once in all, and to one <c>host:port</c>.</summary>
internal sealed record Allowance
{
    /// <summary>Scheduled checks that run at once.</summary>
    /// <value>Default: 2048. Allowed: 1 and more.</value>
    public int InFlight { get; init; } = 2048;

    /// <summary>Scheduled checks that run at once against one <c>host:port</c>.</summary>
    /// <value>Default: 64. Allowed: 1 and more.</value>
    public int PerHost { get; init; } = 64;

    /// <summary>Early tries after failures per second and <c>host:port</c>.</summary>
    /// <value>Default: 10. Allowed: above 0.</value>
    public double RechecksPerHost { get; init; } = 10;

    /// <summary>Scheduled checks per second and <c>host:port</c>; null for no limit.</summary>
    /// <value>Default: null. Allowed: above 0.</value>
    public double? RatePerHost { get; init; }
}
