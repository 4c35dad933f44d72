using System.Globalization;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Registry;
using Hale.Server.Storage;

namespace Hale.Contracts.Tests;

/// <summary>
/// Writes until it is killed: declarations, batches of history and reservations of numbers, some large and some small, and says of each on standard output
/// that it was acknowledged: <c>d 17</c>, <c>h 18</c>, <c>s 1901</c>.
/// </summary>
internal static class CrashWriter
{
    public static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string path, int seed)
    {
        using var folder = DataFolder.Claim(path, "http://127.0.0.1:1", TimeProvider.System);
        await using var stores = Stores.Open(folder, TimeProvider.System);
        var random = new Random(seed);
        for (var n = seed * 1_000_000; ; n++)
        {
            var said = random.Next(4) switch
            {
                0 => await DeclareAsync(stores, n, random.Next(4_000)),
                1 => FormattableString.Invariant($"s {await stores.Sequence.ReserveAsync(1 + random.Next(100), CancellationToken.None)}"),
                _ => await AppendAsync(stores, n, random.Next(200)),
            };
            await Console.Out.WriteLineAsync(said);
            await Console.Out.FlushAsync();
        }
    }

    private static async Task<string> DeclareAsync(Stores stores, int n, int length)
    {
        var declaration = new StoredDeclaration(Declared.Service, $"s-{n}", new string('x', length), Origin.Api, false, T0, T0, "e");
        await stores.Registry.SaveAsync(new([declaration], []), CancellationToken.None);
        return FormattableString.Invariant($"d {n}");
    }

    private static async Task<string> AppendAsync(Stores stores, int n, int more)
    {
        var name = n.ToString(CultureInfo.InvariantCulture);
        var samples = Enumerable.Range(0, 1 + more).Select(i => new Sample($"k-{i}", T0.AddMilliseconds(n), Status.Up, 1, null, name)).ToArray();
        await stores.History.AppendAsync(
            new(samples, [new("k-0", new(T0.AddMilliseconds(n), Status.Up, Status.Down, Why.Failures, name), null)], [new("k-0", name)], []),
            CancellationToken.None);
        return FormattableString.Invariant($"h {n}");
    }
}
