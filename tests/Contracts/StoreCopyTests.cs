using Hale.Monitoring.Health;
using Hale.Server;
using Hale.Server.Access;
using Hale.Server.Heartbeats;
using Hale.Server.History;
using Hale.Server.Registry;
using Hale.Server.Storage;
using Hale.Server.Storage.Copying;
using Hale.Server.Storage.Postgres;
using Hale.Server.Storage.Schema;
using Hale.Server.Storage.Sqlite;
using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>Everything that is kept goes from one kind of database to the other and back, and is what it was.</summary>
public sealed class StoreCopyTests(PostgresFixture fixture) : IDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StorePlace Folder => StorePlace.Read(_folder["data"], out _)!;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Everything_ThereAndBack_IsTheSame()
    {
        await FillAsync(Folder);
        var (there, back) = (await PostgresAsync(), StorePlace.Read(_folder["back"], out _)!);
        var said = new List<CopyProgress>();

        var copied = await StoreCopy.RunAsync(Folder, there, false, TimeProvider.System, said.Add, Cancel);
        var returned = await StoreCopy.RunAsync(there, back, false, TimeProvider.System, _ => { }, Cancel);

        var (before, between, after) = (await DumpAsync(Folder), await DumpAsync(there), await DumpAsync(back));
        Assert.Equal(before, between);
        Assert.Equal(before, after);
        Assert.All(Tables.All, table => Assert.Contains(before, line => line.StartsWith($"{table.Name}: ", StringComparison.Ordinal)));
        Assert.Equal((before.Count(line => !line.StartsWith('#')), copied.Rows, null), ((int)copied.Rows, returned.Rows, copied.Before));
        Assert.Equal(Tables.All.Select(table => table.Name), said.Select(each => each.Table).Distinct());
    }

    [Fact]
    public async Task Numbers_OfWhatIsGone_AreNotGivenAgain()
    {
        await FillAsync(Folder);
        var there = await PostgresAsync();
        await StoreCopy.RunAsync(Folder, there, false, TimeProvider.System, _ => { }, Cancel);

        await using var stores = await OpenAsync(there);
        var loaded = await stores.History.LoadAsync(Cancel);
        Assert.Equal((3, 9L), (loaded.LastSeries, loaded.LastRow));
        Assert.Equal(2, await stores.History.BeginRunAsync(T0, Cancel));
        Assert.Equal(101, await stores.Sequence.ReserveAsync(1, Cancel));
        await stores.History.AppendAsync(new() { Events = [Changed(1, "a", 9)] }, Cancel);
        Assert.Equal([T0.AddSeconds(9), T0.AddSeconds(2), T0.AddSeconds(1)], (await stores.History.EventsAsync(["a"], null, 9, Cancel)).Select(each => each.Event.Step.At));
    }

    [Fact]
    public async Task Chunks_OfOnePlace_FindRoomBesideEachOther()
    {
        var from = await PostgresAsync();
        await using (var stores = await OpenAsync(from))
        {
            await stores.History.AppendAsync(
                new() { Series = [new(1, "a")], Chunks = [new(1, T0, new byte[] { 1 }), new(1, T0, new byte[] { 1 }), new(1, T0.AddSeconds(1), new byte[] { 2 })] }, Cancel);
        }

        await StoreCopy.RunAsync(from, Folder, false, TimeProvider.System, _ => { }, Cancel);

        await using var copy = await OpenAsync(Folder);
        Assert.Equal([1, 1, 2], (await copy.History.ChunksAsync(1, T0, Cancel)).Select(chunk => (int)chunk.Span[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Target_ThatHoldsData_IsReplacedByForceOnlyAndKeptThen(bool postgres)
    {
        var from = StorePlace.Read(_folder["other"], out _)!;
        await FillAsync(from);
        var to = postgres ? await PostgresAsync() : Folder;
        await using (var stores = await OpenAsync(to))
            await stores.Tokens.AddAsync(new("old", "old", Role.Viewer, new byte[32], T0), Cancel);
        var before = await DumpAsync(to);

        var refusal = await Assert.ThrowsAsync<StorageException>(() => StoreCopy.RunAsync(from, to, false, TimeProvider.System, _ => { }, Cancel));
        Assert.Equal(before, await DumpAsync(to));
        var copied = await StoreCopy.RunAsync(from, to, true, TimeProvider.System, _ => { }, Cancel);

        Assert.Equal(StorageFault.Taken, refusal.Fault);
        Assert.Contains("a hub's data are here; name another", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(await DumpAsync(from), await DumpAsync(to));
        if (postgres)
            Assert.Equal("old", await fixture.Server.SqlAsync($"SELECT id FROM {copied.Before!.Split("schema ")[1]}.tokens", PostgresPlace.NameOf(to.Postgres!)));
        else
            Assert.Equal(before, await DumpAsync(StorePlace.Read(copied.Before!, out _)!));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Place_OfARunningHub_IsRefused(bool postgres)
    {
        var (used, free) = (postgres ? await PostgresAsync() : Folder, StorePlace.Read(_folder["free"], out _)!);
        await FillAsync(free);
        using var hub = DataFolder.Claim(_folder["data"], "http://127.0.0.1:4253", TimeProvider.System);
        await using var stores = postgres ? await Stores.OpenAsync(used.Postgres!, hub, TimeProvider.System, Cancel) : Stores.Open(hub, TimeProvider.System);

        foreach (var (from, to) in new[] { (used, free), (free, used) })
        {
            var refusal = await Assert.ThrowsAsync<StorageException>(() => StoreCopy.RunAsync(from, to, true, TimeProvider.System, _ => { }, Cancel));
            Assert.Contains("belongs to the running hub at http://127.0.0.1:4253", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Copy_ThatFailsHalfWay_LeavesNothing()
    {
        await FillAsync(Folder);
        var (postgres, file) = (await PostgresAsync(), StorePlace.Read(_folder["back"], out _)!);
        foreach (var to in new[] { postgres, file })
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => StoreCopy.RunAsync(
                Folder, to, false, TimeProvider.System, so => _ = so.Table == "events" ? throw new InvalidOperationException() : so, Cancel));
        }

        Assert.Equal(["hale.lock", "hale.owner.json"], Directory.GetFiles(_folder["back"]).Select(Path.GetFileName).Order());
        Assert.Equal("0", await fixture.Server.SqlAsync("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'hale%'", PostgresPlace.NameOf(postgres.Postgres!)));
    }

    [Fact]
    public async Task Source_WithoutData_IsRefused()
    {
        foreach (var from in new[] { await PostgresAsync(), Folder })
        {
            var refusal = await Assert.ThrowsAsync<StorageException>(() =>
                StoreCopy.RunAsync(from, StorePlace.Read(_folder["to"], out _)!, false, TimeProvider.System, _ => { }, Cancel));
            Assert.Contains("there are no data of Hale", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tables_OfBothDatabases_AreThoseThatAreCopied()
    {
        var place = await PostgresAsync();
        await FillAsync(Folder);
        await (await OpenAsync(place)).DisposeAsync();
        var expected = Tables.All.Select(table => $"{table.Name}: {string.Join(' ', table.Columns.Select(column => column.Name))}").Order(StringComparer.Ordinal).ToArray();

        var postgres = (await fixture.Server.SqlAsync(
            """
            SELECT table_name || ': ' || string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns
            WHERE table_schema = 'hale' AND table_name NOT IN ('schema_version', 'owner', 'numbers') GROUP BY table_name
            """,
            PostgresPlace.NameOf(place.Postgres!))).Split('\n').Order(StringComparer.Ordinal);
        await using var file = SqliteFile.Open(Folder.File, TimeProvider.System);
        var sqlite = file.Read(connection => connection.All(
            """
            SELECT t.name || ': ' || group_concat(c.name, ' ') FROM sqlite_schema t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT IN ('schema_version', 'sqlite_sequence') GROUP BY t.name
            """,
            row => row.GetString(0))).Order(StringComparer.Ordinal);

        Assert.Equal(expected, postgres);
        Assert.Equal(expected, sqlite);
    }

    private static SeriesEvent Changed(int series, string key, int second) =>
        new(series, new(key, new(T0.AddSeconds(second), Status.Up, Status.Down, Why.Failures, "gone"), null));

    private async Task<StorePlace> PostgresAsync() => StorePlace.Read(await fixture.Server.DatabaseAsync(), out _)!;

    private async Task<Stores> OpenAsync(StorePlace place)
    {
        using var hub = DataFolder.Claim(place.Postgres is null ? Path.GetDirectoryName(place.File)! : _folder["hub"], "http://127.0.0.1:4253", TimeProvider.System);
        return place.Postgres is { } address ? await Stores.OpenAsync(address, hub, TimeProvider.System, Cancel) : Stores.Open(hub, TimeProvider.System);
    }

    /// <summary>Something in every table, and gaps where rows are gone.</summary>
    private async Task FillAsync(StorePlace place)
    {
        await using var stores = await OpenAsync(place);
        await stores.Meta.SetAsync("hub_id", "hub-a", Cancel);
        await stores.Sequence.ReserveAsync(100, Cancel);
        StoredDeclaration[] declared =
            [new(Declared.Service, "shöp ✓", "{}", Origin.Api, true, T0, T0, null), new(Declared.Service, "shop", null, Origin.File, false, T0, T0, "e")];
        await stores.Registry.SaveAsync(new(declared, []) { Changes = [new("shop", T0, "{}"), new("shop", T0.AddSeconds(1), "{}")] }, Cancel);
        await stores.Tokens.AddAsync(new("t", "ada's", Role.Admin, [.. Enumerable.Repeat((byte)7, 32)], T0), Cancel);
        await stores.Maintenance.PutAsync(new("move", "{}", T0, T0), Cancel);
        await stores.Heartbeats.SetAsync(new("job", "{}", [.. Enumerable.Repeat((byte)8, 32)]), Cancel);
        await stores.Heartbeats.AppendAsync([new("job", new(T0, BeatKind.Fail, 3, TimeSpan.FromSeconds(2), "no more"), "{}"), new("more", new(T0, BeatKind.Log, null, null, null), "{}")], Cancel);
        var run = await stores.History.BeginRunAsync(T0, Cancel);
        await stores.History.AppendAsync(
            new()
            {
                Series = [new(1, "a"), new(2, "b"), new(3, "gone")],
                Rows = [new(8, new byte[] { 8 }), new(9, new byte[] { 9 })],
                Events = [Changed(1, "a", 1), Changed(1, "a", 2), Changed(2, "b", 3)],
                Evidence = [new(1, T0, "{}")],
                Versions = [new(1, T0, "1.2")],
                States = [new(1, "one"), new(2, "two")],
                Chunks = [new(1, T0, new byte[] { 1, 2 }), new(2, T0, new byte[3_000])],
                Heads = [new(1, 5, 9, 2, new byte[] { 3 }), new(2, 0, 9, 0, Array.Empty<byte>())],
                Seen = new(run, T0.AddSeconds(5)),
            },
            Cancel);
        await stores.History.RollAsync([new(1, DateOnly.FromDateTime(T0.UtcDateTime), new byte[] { 4 })], DateOnly.FromDateTime(T0.UtcDateTime), Cancel);
        await stores.History.AppendAsync(new() { Series = [new(3, null)], Trim = 8 }, Cancel);
        await stores.Series.AppendAsync(
            new() { Series = [new(1, "m"), new(2, "n")], Rows = [new(4, new byte[] { 4 })], Chunks = [new(1, T0, new byte[] { 5 })], Heads = [new(1, 5, 4, 0, new byte[] { 6 })] },
            Cancel);
        await stores.Series.RollAsync([new(1, DateOnly.FromDateTime(T0.UtcDateTime), new byte[] { 7 })], null, Cancel);
        while (await stores.History.PruneAsync(T0.AddDays(-9), T0.AddDays(-9), 100, Cancel) > 0)
        {
        }
    }

    /// <summary>All rows of all tables, and the highest numbers, as lines.</summary>
    private static async Task<List<string>> DumpAsync(StorePlace place)
    {
        await using ICopySource source = place.Postgres is { } address ? await PostgresSource.OpenAsync(address, alone: false, Cancel) : SqliteSource.Open(place.File);
        var lines = new List<string>();
        foreach (var table in Tables.All)
        {
            await foreach (var row in source.RowsAsync(table, Cancel))
                lines.Add($"{table.Name}: {string.Join(", ", row.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value ?? "null"))}");
        }

        lines.AddRange((await source.NumbersAsync(Cancel)).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => $"# {each.Key}: {each.Value}"));
        return lines;
    }
}
