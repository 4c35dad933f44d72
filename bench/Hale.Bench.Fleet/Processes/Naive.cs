using System.Diagnostics;

namespace Hale.Bench.Fleet.Processes;

/// <summary>The yardstick from the other side: what a monitor written in an afternoon pays for a check (<c>bench/Hale.Bench.Naive</c>).</summary>
internal sealed class Naive : IAsyncDisposable
{
    private readonly Process _process;

    private Naive(Process process) => _process = process;

    public double CpuSeconds => Children.CpuSeconds(_process.Id);

    /// <summary>Starts it; it asks as fast as it can until it is ended.</summary>
    public static Naive Start(string folder, int port) => new(Children.Start(
        Built.Program("bench/Hale.Bench.Naive", "Hale.Bench.Naive"), [$"http://127.0.0.1:{port}/s/0", Path.Combine(folder, "naive.db")], folder,
        Path.Combine(folder, "naive.out")));

    public async ValueTask DisposeAsync()
    {
        await Children.EndAsync(_process, TimeSpan.FromSeconds(5));
        _process.Dispose();
    }
}
