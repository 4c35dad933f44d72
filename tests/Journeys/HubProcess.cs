using System.Diagnostics;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary><c>hale serve</c> as a program of its own, on a port that the system chose, ended by its process.</summary>
internal sealed class HubProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;

    private HubProcess(Process process, Task<string> log, Uri address)
    {
        _process = process;
        _log = log;
        Client = new() { BaseAddress = address };
    }

    public HttpClient Client { get; }

    public int Id => _process.Id;

    /// <summary>Starts a hub on a folder, which is its working directory too, and waits until it listens.</summary>
    /// <param name="within">A command that the hub's is given to: what it changes holds for the hub alone.</param>
    public static async Task<HubProcess> StartAsync(string folder, CancellationToken cancel, params string[] within)
    {
        var process = Process.Start(Command(folder, within))!;
        var log = process.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var at)
                return new(process, log, new(line[at..].Trim()));
        }

        await process.WaitForExitAsync(cancel);
        throw new InvalidOperationException($"the hub ended with {process.ExitCode}: {await log}");
    }

    /// <summary>Starts a hub that is to end by itself: its exit code, and what it said on standard error.</summary>
    public static async Task<(int ExitCode, string Said)> EndsAsync(string folder, CancellationToken cancel, params string[] within)
    {
        using var process = Process.Start(Command(folder, within))!;
        var said = process.StandardError.ReadToEndAsync(cancel);
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        Assert.DoesNotContain("http://", await output, StringComparison.Ordinal);
        return (process.ExitCode, await said);
    }

    private static ProcessStartInfo Command(string folder, string[] within)
    {
        string[] command =
        [
            .. within, .. HaleProgram.Command, "serve", "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, "data"), "--log", "text",
        ];
        return new(command[0], command[1..]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>SIGTERM, and the code it ends with.</summary>
    public async Task<int> StopAsync(CancellationToken cancel)
    {
        using var signal = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(cancel);
        return _process.ExitCode;
    }

    /// <summary>What it logged; once it has ended.</summary>
    public Task<string> LogAsync() => _log;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        Client.Dispose();
        _process.Dispose();
    }
}
