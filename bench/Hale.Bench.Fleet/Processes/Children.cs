using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Hale.Bench.Fleet.Processes;

/// <summary>Processes that a run starts, and what the kernel says of them.</summary>
internal static class Children
{
    private const double TicksPerSecond = 100;

    /// <summary>Starts a program; its output is thrown away, or kept in a file.</summary>
    /// <param name="environment">A variable to set.</param>
    public static Process Start(string program, string[] arguments, string folder, string? log = null, (string Name, string Value)? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (environment is { } variable)
            start.Environment[variable.Name] = variable.Value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.StandardInput.Close();
        var writer = log is null ? TextWriter.Null : TextWriter.Synchronized(new StreamWriter(log) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => writer.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Asks a process to end; kills it when it doesn't within <paramref name="patience"/>. Answers how long it took.</summary>
    public static async Task<TimeSpan> EndAsync(Process process, TimeSpan patience)
    {
        var started = Stopwatch.GetTimestamp();
        if (!process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            using var limit = new CancellationTokenSource(patience);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until something listens on a port of the loopback network.</summary>
    public static async Task ListensAsync(Process process, int port, string log, CancellationToken cancel, string host = "127.0.0.1")
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}: {await File.ReadAllTextAsync(log, cancel)}");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Parse(host), port, cancel);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, cancel);
            }
        }

        throw new InvalidOperationException($"{process.StartInfo.FileName} does not listen on {port}");
    }

    /// <summary>User and system time so far, by proc(5), in seconds; steps of 10 ms.</summary>
    public static double CpuSeconds(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Resident memory now and at its peak, in MB.</summary>
    public static (double Now, double Peak) Memory(int id)
    {
        var status = File.ReadAllLines($"/proc/{id}/status");
        double Field(string name) => double.Parse(
            status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture) * 1024 / 1e6;
        return (Field("VmRSS:"), Field("VmHWM:"));
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
