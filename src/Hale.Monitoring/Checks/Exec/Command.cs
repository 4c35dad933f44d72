namespace Hale.Monitoring.Checks.Exec;

/// <summary>A program to run on this machine.</summary>
/// <param name="Words">The program and its arguments; no shell reads them.</param>
/// <param name="Environment">The variables it sees.</param>
/// <param name="Folder">Where it runs; null for where Hale does.</param>
internal sealed record Command(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment, string? Folder)
{
    public string Program => Words[0];
}

/// <summary>How a command ended, and what it said.</summary>
internal sealed record Ended
{
    /// <summary>Its exit code; null when it was not started, was ended by a signal, or its end was taken by somebody else.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>Why it was not started, for a person.</summary>
    public string? NotStarted { get; init; }

    public Capture Output { get; init; } = new();

    public Capture Errors { get; init; } = new();
}

/// <summary>Runs commands; what it starts, it ends.</summary>
internal interface ILauncher
{
    /// <summary>
    /// Runs a command to its end, and ends it and its children when <paramref name="cancel"/> fires; answers then, too, with what it said until that.
    /// </summary>
    Task<Ended> RunAsync(Command command, CancellationToken cancel);
}
