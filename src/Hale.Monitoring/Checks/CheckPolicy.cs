namespace Hale.Monitoring.Checks;

/// <summary>What checks are allowed to do on this machine; what is not allowed fails as <see cref="FailureKind.Blocked"/>.</summary>
public sealed record CheckPolicy
{
    /// <summary>Whether commands may be run, on this machine or inside containers.</summary>
    /// <value>Default: false.</value>
    public bool AllowExec { get; init; }

    /// <summary>The references to secrets that the configuration has, and whether each can be had now. May take its time.</summary>
    /// <value>Default: none.</value>
    public Func<IReadOnlyList<SecretReference>> SecretReferences { get; init; } = () => [];

    /// <summary>What is told of a check that would run a command where none may be run.</summary>
    internal const string NeedsExec = "commands are off on this hub; needed: the setting allow_exec (--allow-exec, HALE_ALLOW_EXEC or hub.allow_exec), which is read at start";

    /// <summary>The failure of such a check.</summary>
    internal static Failure Blocked { get; } = new(FailureKind.Blocked, $"not run: {NeedsExec}");
}
