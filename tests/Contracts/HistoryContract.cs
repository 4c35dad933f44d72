using Hale.Monitoring.Health;
using Hale.Server.History;

namespace Hale.Contracts.Tests;

/// <summary>What the contracts of history stores are told with: times in seconds after a moment, series numbered from 1.</summary>
public abstract class HistoryContract : StoreContract
{
    private protected static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    private protected HistoryContract(Ground ground)
        : base(ground)
    {
    }

    private protected IHistoryStore Store => Stores.History;

    private protected static ReadOnlyMemory<byte> Bytes(params byte[] bytes) => bytes;

    private protected static StoredVersion Told(int series, int second, string version) => new(series, T0.AddSeconds(second), version);

    private protected static StoredChunk Packed(int series, int second) => new(series, T0.AddSeconds(second), Bytes((byte)second));

    private protected static StatusEvent Changed(string key, int second) => new(key, new(T0.AddSeconds(second), Status.Up, Status.Down, Why.Failures, "gone"), null);

    private protected static SeriesEvent Changed(int series, string key, int second) => new(series, Changed(key, second));

    private protected async Task<List<int>> PruneAllAsync(int second, int most, int? changes = null)
    {
        var steps = new List<int>();
        while (await Store.PruneAsync(T0.AddSeconds(second), T0.AddSeconds(changes ?? second), most, Cancel) is > 0 and var removed)
            steps.Add(removed);
        return steps;
    }

    /// <summary>Begins series numbered from 1.</summary>
    private protected async Task AppendAsync(params string[] keys) =>
        await Store.AppendAsync(new() { Series = [.. keys.Select((key, i) => new SeriesChange(i + 1, key))] }, Cancel);
}
