namespace Hale.Monitoring.Checks.Docker;

/// <summary>What the checks before know of a container.</summary>
internal sealed class Acquainted
{
    /// <summary>What it had used last.</summary>
    public ContainerSample? Sample { get; set; }

    /// <summary>A command of an earlier check that had not ended in time; the engine has no way to end it.</summary>
    public string? Overdue { get; set; }
}
