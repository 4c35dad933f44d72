using System.Diagnostics;
using System.Globalization;

namespace Hale.Bench.Fleet.Processes;

/// <summary>The yardstick from the other side: what a monitor written in an afternoon pays for a check (<c>bench/Hale.Bench.Naive</c>).</summary>
internal sealed class Naive : IAsyncDisposable
{
    private readonly Process _process;

    private Naive(Process process) => _process = process;

    public double CpuSeconds => Children.CpuSeconds(_process.Id);

    /// <summary>Starts it; it watches as many as the hub does, as often, or as often as it can, until it is ended.</summary>
    public static Naive Start(string folder, Declarations fleet)
    {
        string[] arguments =
        [
            $"http://{Declarations.Host(0)}:{fleet.Port}/s/0", Path.Combine(folder, "naive.db"),
            fleet.Services.ToString(CultureInfo.InvariantCulture), fleet.Interval.ToString(CultureInfo.InvariantCulture),
        ];
        return new(Children.Start(Built.Program("bench/Hale.Bench.Naive", "Hale.Bench.Naive"), arguments, folder, Path.Combine(folder, "naive.out")));
    }

    public async ValueTask DisposeAsync()
    {
        await Children.EndAsync(_process, TimeSpan.FromSeconds(5));
        _process.Dispose();
    }
}
