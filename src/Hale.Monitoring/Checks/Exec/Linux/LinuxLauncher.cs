using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hale.Monitoring.Checks.Exec.Linux;

/// <summary>
/// Runs commands with posix_spawn(3), each in a session of its own: what is started can be ended whole, before its id goes to anybody else, and nothing
/// but three streams is handed on to it.
/// </summary>
internal sealed class LinuxLauncher : ILauncher
{
    /// <summary>A thread that waits for another process needs no more.</summary>
    private const int Stack = 256 * 1024;

    /// <summary>Whether this machine has what it takes.</summary>
    public static bool Supported { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>A thread of its own waits for each: beside a process it weighs nothing, and each step stands where it happens.</summary>
    public Task<Ended> RunAsync(Command command, CancellationToken cancel)
    {
        var run = new LinuxRun(command, RandomNumberGenerator.GetHexString(32, lowercase: true));
        new Thread(() => run.Attend(cancel), Stack) { IsBackground = true, Name = "hale-command" }.Start();
        return run.Ended;
    }
}
