using System.Diagnostics;

namespace Hale.Tests.Kit;

/// <summary>
/// A real server of the test's own: a program with a folder of its own that goes with it, ended by its process id. What it says goes nowhere
/// unless it did not start.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Queue<string> _said = new();

    private ServerProcess(Process process, DirectoryInfo folder)
    {
        _process = process;
        Folder = folder;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>The server's folder.</summary>
    public DirectoryInfo Folder { get; }

    /// <summary>Starts a program and waits until it answers.</summary>
    /// <param name="package">The distribution's package that brings the program.</param>
    /// <param name="ready">Whether it answers now; asked again and again while it runs.</param>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo start, string package, DirectoryInfo folder, Func<Task<bool>> ready)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        ServerProcess server;
        try
        {
            server = new(Process.Start(start)!, folder);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            folder.Delete(recursive: true);
            throw new InvalidOperationException($"{start.FileName} is missing: install the package {package}", error);
        }

        try
        {
            while (!await ready())
            {
                if (server._process.HasExited)
                    throw new InvalidOperationException($"{start.FileName} ended with {server._process.ExitCode}:\n{server.Said()}");
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether something listens on a port of 127.0.0.1.</summary>
    public static async Task<bool> ListensAsync(int port)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    /// <summary>Stops it in its tracks: connections are made by the kernel and nothing answers.</summary>
    public async Task FreezeAsync()
    {
        await SignalAsync("STOP");
        await StillAsync(Id);
    }

    /// <summary>Until a process that was told to stop stands still: on a busy machine its threads go on for a while, each for itself.</summary>
    public static async Task StillAsync(int process)
    {
        while (!Directory.EnumerateDirectories($"/proc/{process}/task").All(Stands))
            await Task.Yield();

        static bool Stands(string thread)
        {
            try
            {
                var state = File.ReadAllText($"{thread}/stat");
                return state[state.LastIndexOf(')') + 2] == 'T';
            }
            catch (IOException)
            {
                // It has ended meanwhile: those that are left are looked at again.
                return false;
            }
        }
    }

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Sends it a signal, such as HUP to read its configuration anew.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits until it has; its folder stays.</summary>
    public async Task EndAsync(string signal = "TERM")
    {
        await SignalAsync(signal);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it at once; its folder stays until the end of the test.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        Folder.Delete(recursive: true);
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            while (_said.Count > 50)
                _said.Dequeue();
        }
    }

    private string Said()
    {
        lock (_said)
            return string.Join('\n', _said);
    }
}
