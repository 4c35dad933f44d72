using System.Globalization;

namespace Hale.Bench.Fleet.Processes;

/// <summary>ApacheBench without keep-alive: what a small C program that only asks pays for a request.</summary>
internal sealed record Ab(int Requests, double CpuSeconds, double RequestsPerSecond)
{
    public double CpuMicroseconds => CpuSeconds / Requests * 1e6;

    public static async Task<Ab> RunAsync(string folder, int port, int requests, CancellationToken cancel)
    {
        var output = Path.Combine(folder, $"ab-{Guid.NewGuid():N}.out");
        // The shell's own clock of a child's user and system time, in milliseconds.
        using var shell = Children.Start(
            "bash",
            ["-c", "TIMEFORMAT='cpu %U %S'; time ab -q -c 8 -n \"$1\" \"$2\"", "ab", $"{requests}", $"http://127.0.0.1:{port}/ab"], folder, output);
        try
        {
            await shell.WaitForExitAsync(cancel);
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }

        if (shell.ExitCode != 0)
            throw new InvalidOperationException($"ab ended with {shell.ExitCode} (package apache2-utils):\n{await File.ReadAllTextAsync(output, cancel)}");
        var lines = await File.ReadAllLinesAsync(output, cancel);
        var cpu = lines.First(line => line.StartsWith("cpu ", StringComparison.Ordinal)).Split(' ');
        var rate = lines.First(line => line.StartsWith("Requests per second:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        return new(requests, Number(cpu[1]) + Number(cpu[2]), Number(rate));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
