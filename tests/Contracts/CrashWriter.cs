using System.Globalization;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Server.Registry;
using Hale.Server.Series;
using Hale.Server.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Contracts.Tests;

/// <summary>
/// Writes until it is killed: declarations, batches of history, samples of metrics and reservations of numbers, some large and some small, and says of each on
/// standard output that it was acknowledged: <c>d 17</c>, <c>h 18</c>, <c>m 19</c>, <c>s 1901</c>.
/// </summary>
internal static class CrashWriter
{
    public static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string path, int seed, string? postgres)
    {
        using var folder = DataFolder.Claim(path, "http://127.0.0.1:1", TimeProvider.System);
        await using var stores = await OpenAsync(folder, postgres);
        if ((await stores.History.LoadAsync(CancellationToken.None)).Series.Count == 0)
            await stores.History.AppendAsync(new() { Series = [new(1, "k-0")] }, CancellationToken.None);
        var book = Book(stores);
        await book.LoadAsync(CancellationToken.None);
        _ = book.RunAsync(CancellationToken.None);
        var random = new Random(seed);
        for (var n = seed * 1_000_000; ; n++)
        {
            var said = random.Next(6) switch
            {
                0 => await DeclareAsync(stores, n, random.Next(4_000)),
                1 => FormattableString.Invariant($"s {await stores.Sequence.ReserveAsync(1 + random.Next(100), CancellationToken.None)}"),
                2 or 3 => await TakeAsync(book, n),
                _ => await AppendAsync(stores, n, random.Next(200)),
            };
            await Console.Out.WriteLineAsync(said);
            await Console.Out.FlushAsync();
        }
    }

    /// <summary>Opens the folder's own database, or one of PostgreSQL.</summary>
    public static async Task<Stores> OpenAsync(DataFolder folder, string? postgres) => postgres is null
        ? Stores.Open(folder, TimeProvider.System)
        : await Stores.OpenAsync(PostgresPlace.Read(postgres), folder, TimeProvider.System, CancellationToken.None);

    /// <summary>The series that are written to, and how many samples a number has.</summary>
    public static IReadOnlyList<SeriesName> Series { get; } = [.. Enumerable.Range(0, 3).Select(i => SeriesName.Of("m", ("i", $"{i}")))];

    public static int SamplesOf(long n) => 1 + (int)(n % 97);

    public static SeriesBook Book(Stores stores) => new(
        stores.Series, new() { Every = TimeSpan.FromMilliseconds(1), Ahead = 4_096 }, new Vitals(TimeProvider.System), TimeProvider.System, NullLogger<SeriesBook>.Instance);

    private static async Task<string> TakeAsync(SeriesBook book, int n)
    {
        for (var i = 0; i < SamplesOf(n); i++)
            book.Take(Series[i % Series.Count], new(T0.ToUnixTimeMilliseconds() + n * 1_000L + i, n));
        await book.WrittenAsync();
        return FormattableString.Invariant($"m {n}");
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
        await stores.History.AppendAsync(
            new()
            {
                Rows = [new(n, new byte[1 + more * 10])],
                Events = [new(1, new("k-0", new(T0.AddMilliseconds(n), Status.Up, Status.Down, Why.Failures, name), null))],
                States = [new(1, name)],
                Heads = [new(1, 0, n, 0, new byte[more])],
            },
            CancellationToken.None);
        return FormattableString.Invariant($"h {n}");
    }
}
