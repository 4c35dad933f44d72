using System.ComponentModel;
using System.Diagnostics;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>Runs commands as .NET does on every system: what is ended is the command and its children, as far as they are still known as such.</summary>
internal sealed class PortableLauncher(TimeProvider time) : ILauncher
{
    private const int AtOnce = 16 * 1024;

    /// <summary>Who says more than this is listened to in steps, so that endless output costs no processor.</summary>
    private const long Talkative = 1 << 20;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>What was said before the end is read at once; whoever else holds the stream is not waited for.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public async Task<Ended> RunAsync(Command command, CancellationToken cancel)
    {
        using var process = new System.Diagnostics.Process { StartInfo = Start(command) };
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            return new() { NotStarted = $"{command.Program} can't be started: {error.Message}" };
        }

        process.StandardInput.Close();
        using var enough = new CancellationTokenSource();
        var (output, errors) = (new Capture(), new Capture());
        var heard = Task.WhenAll(
            HearAsync(process.StandardOutput.BaseStream, output, enough.Token), HearAsync(process.StandardError.BaseStream, errors, enough.Token));
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
        }

        using var late = time.CreateTimer(_ => enough.Cancel(), null, LastWords, Timeout.InfiniteTimeSpan);
        await heard;
        return new() { ExitCode = !cancel.IsCancellationRequested && process.HasExited ? process.ExitCode : null, Output = output, Errors = errors };
    }

    private static ProcessStartInfo Start(Command command)
    {
        var start = new ProcessStartInfo(command.Program, command.Words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = command.Folder ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        return start;
    }

    private static void Kill(System.Diagnostics.Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended meanwhile, or a part of it may not be ended by this hub's user.
        }
    }

    private async Task HearAsync(Stream stream, Capture capture, CancellationToken enough)
    {
        var buffer = new byte[AtOnce];
        try
        {
            while (await stream.ReadAsync(buffer, enough) is > 0 and var length)
            {
                capture.Add(buffer.AsSpan(0, length));
                if (capture.Said > Talkative)
                    await Task.Delay(Step, time, enough);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // Nobody waits for more of it.
        }
    }
}
