using System.Diagnostics;
using System.Globalization;

namespace Hale.Contracts.Tests;

/// <summary>
/// The history is killed at random moments while ten thousand results a second come in, a hundred times on the same data. After each start every result that was
/// acknowledged is there, and none is there twice.
/// </summary>
public abstract class KillContract(ITestOutputHelper output)
{
    private const int Rounds = 100;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Where the stores are, for <see cref="Place.OpenAsync"/>.</summary>
    private protected abstract ValueTask<string> AtAsync();

    [Fact]
    public async Task History_KilledAHundredTimes_HasEachAcknowledgedResultOnce()
    {
        var random = Random(output);
        var ledger = new Ledger();
        var at = await AtAsync();
        var next = FeederProcess.Start();
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                // The next one gets ready while this one runs.
                var feeder = next;
                next = FeederProcess.Start();
                await using (feeder)
                {
                    await feeder.BeginAsync(at, ledger.Next, every: 5 + random.Next(100));
                    for (var ticks = 20 + random.Next(200); ticks > 0; ticks--)
                        await feeder.TickAsync(Cancel);
                    Thread.SpinWait(random.Next(20_000));
                    await feeder.KillAsync(Cancel);
                }

                await using var place = await Place.OpenAsync(at);
                await ledger.VerifyAsync(place, feeder.Acknowledged, $"round {round}");
            }
        }
        finally
        {
            await next.DisposeAsync();
        }

        output.WriteLine($"{ledger.Next} results fed; {ledger.Missing} were under way when their history was killed and are not kept");
        Assert.True(ledger.Missing > 0, "nothing was ever under way");
    }

    /// <summary>The seed is told, and taken from the environment to have the same moments again.</summary>
    private protected static Random Random(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("HALE_KILL_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Environment.TickCount & 0xFFFFFF;
        output.WriteLine($"HALE_KILL_SEED={seed}");
        return new(seed);
    }
}

/// <summary>A <see cref="Feeder"/> in a process of its own.</summary>
internal sealed class FeederProcess : IAsyncDisposable
{
    private readonly Process _process;

    private FeederProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>How many results it has fed, as far as it was heard.</summary>
    public long Fed { get; private set; }

    /// <summary>How many of them it said are on the disk.</summary>
    public long Acknowledged { get; private set; }

    public static FeederProcess Start() => new(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--feed"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!);

    /// <summary>Gives it its orders.</summary>
    /// <param name="first">The number of the first result.</param>
    /// <param name="every">Milliseconds between two writes.</param>
    public async Task BeginAsync(string place, long first, int every)
    {
        (Fed, Acknowledged) = (first, first);
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{place} {first} {every}"));
    }

    /// <summary>Waits for what it says next.</summary>
    public async Task TickAsync(CancellationToken cancel) =>
        Hear(await _process.StandardOutput.ReadLineAsync(cancel) ?? throw new InvalidOperationException("the feeder ended by itself"));

    /// <summary>SIGKILL. What it still said before is heard; a line cut short is not.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(cancel);
        foreach (var line in rest.Split('\n')[..^1])
            Hear(line);
        await _process.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Hear(string line)
    {
        var parts = line.Split(' ');
        (Fed, Acknowledged) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
