namespace Hale.Monitoring.Checks.Exec;

/// <summary>What a command's end means.</summary>
/// <param name="Degraded">What it says of being degraded; null when it doesn't.</param>
internal readonly record struct Judged(Failure? Failure, string? Degraded = null);

/// <summary>From a command's end to what it means: 0 is well, 1 degraded, all else a failure; a plugin's codes have names. Pure.</summary>
/// <param name="nagios">Whether the codes are a plugin's.</param>
/// <param name="line">The first line of what it said that is worth telling, fit to be told; empty for none.</param>
internal readonly struct ExitJudge(bool nagios, string line)
{
    private static readonly string[] States = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];

    /// <summary>The name of a plugin's code; null for what is none.</summary>
    public static string? State(int code) => code >= 0 && code < States.Length ? States[code] : null;

    public Judged Of(Ended ended) => ended switch
    {
        { NotStarted: { } why } => Failed(why),
        { Signal: { } signal } => Failed(Told($"the command was ended by {Signals.Name(signal)}")),
        { ExitCode: null } => new(new(FailureKind.Internal, "how the command ended is not known: Hale was started by a program that ignores SIGCHLD")),
        { ExitCode: 0 } => default,
        { ExitCode: 1 } => new(null, line.Length > 0 ? line : nagios ? "the plugin warns and says nothing" : "the command ended with exit code 1"),
        { ExitCode: { } code } when nagios && State(code) is { } state => Failed(line.Length > 0 ? line : $"{state}: the plugin says nothing else"),
        { ExitCode: { } code } => Failed(Told($"the command ended with exit code {code}{(nagios ? ", which is none of a plugin's (0 to 3)" : "")}")),
    };

    private string Told(string what) => line.Length > 0 ? $"{what}: {line}" : what;

    private static Judged Failed(string message) => new(new(FailureKind.ExitCode, message));
}
