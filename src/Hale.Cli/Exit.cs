namespace Hale.Cli;

/// <summary>What the program's exit code says; the same for every command.</summary>
internal static class Exit
{
    public const int Ok = 0;

    /// <summary>What was asked about is degraded, or not known.</summary>
    public const int Degraded = 1;

    /// <summary>What was asked about is down, or the hub refused what was asked for.</summary>
    public const int Down = 2;

    public const int Refused = 2;

    public const int Usage = 3;

    public const int NotFound = 4;

    public const int Unreachable = 5;

    /// <summary>Hale's own fault.</summary>
    public const int Fault = 70;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}

/// <summary>The command line can't be used as it is.</summary>
internal sealed class UsageException(string message) : Exception(message);
