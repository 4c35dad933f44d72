using Hale.Server.History;
using Hale.Server.Storage.Schema;
using Hale.Server.Storage.Sqlite;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Database => _folder["hale.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NewFile_IsItsOwnersAloneAndDurable()
    {
        await using var file = SqliteFile.Open(Database, TimeProvider.System);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, TempFolder.ModeOf(Database));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, TempFolder.ModeOf(Database + "-wal"));
        Assert.Equal("wal", file.Read(connection => connection.One<string>("PRAGMA journal_mode")));
        Assert.Equal((2, 1), await file.WriteAsync(
            writer => (writer.One<long>("PRAGMA synchronous"), writer.One<long>("PRAGMA foreign_keys")), Cancel));
    }

    [Fact]
    public async Task Open_Again_MigratesOnce()
    {
        await using (SqliteFile.Open(Database, TimeProvider.System))
        {
        }

        await using var file = SqliteFile.Open(Database, TimeProvider.System);

        Assert.Equal(
            Scripts.Sqlite.All.Select(each => ((long)each.Number, each.Name)),
            file.Read(connection => connection.All("SELECT version, name FROM schema_version ORDER BY version", row => (row.GetInt64(0), row.GetString(1)))));
    }

    [Fact]
    public async Task Open_DatabaseOfANewerHale_IsRefused()
    {
        await using (var file = SqliteFile.Open(Database, TimeProvider.System))
            await file.WriteAsync(writer => writer.Run("INSERT INTO schema_version VALUES (9999, 'later', 0)"), Cancel);

        Refused(StorageFault.TooNew, "a newer Hale wrote this database (schema 9999");
    }

    [Fact]
    public void Open_OtherProgramsDatabase_IsRefusedAndUntouched()
    {
        using (var other = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            other.Run("CREATE TABLE theirs (x)");
        }

        Refused(StorageFault.Foreign, "another program's database");
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_IsRefusedAndUntouched()
    {
        File.WriteAllText(Database, new string('x', 5_000));

        Refused(StorageFault.Foreign, "this is not a database");

        Assert.Equal(new string('x', 5_000), File.ReadAllText(Database));
    }

    [Fact]
    public void Open_PathOfAFolder_IsRefused()
    {
        Directory.CreateDirectory(Database);

        Refused(StorageFault.Unreachable, "can't be opened");
    }

    [Fact]
    public async Task Read_DamagedPages_SaysSo()
    {
        await using (var file = SqliteFile.Open(Database, TimeProvider.System))
            await new SqliteHistory(file).AppendAsync(Series(1, 200), Cancel);
        using (var stream = File.OpenWrite(Database))
        {
            // The first two pages stay: the header and the schema's root.
            stream.Position = 2 * 16_384;
            stream.Write(Enumerable.Repeat((byte)0xA5, (int)stream.Length - (2 * 16_384)).ToArray());
        }

        var damage = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            await using var file = SqliteFile.Open(Database, TimeProvider.System);
            await new SqliteHistory(file).LoadAsync(Cancel);
        });

        Assert.Equal(StorageFault.Corrupt, damage.Fault);
        Assert.StartsWith(Database, damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_FullDisk_SaysSoKeepsWhatWasAndGoesOnOnceThereIsRoom()
    {
        await using var file = SqliteFile.Open(Database, TimeProvider.System);
        var store = new SqliteHistory(file);
        await store.AppendAsync(Series(1, 1), Cancel);
        await file.WriteAsync(writer => writer.One<long>("PRAGMA max_page_count = 40"), Cancel);

        var full = await Assert.ThrowsAsync<StorageException>(async () =>
            await store.AppendAsync(Series(2, 1_999), Cancel));

        Assert.Equal(StorageFault.Full, full.Fault);
        Assert.Contains("the disk is full", full.Message, StringComparison.Ordinal);
        Assert.Single((await store.LoadAsync(Cancel)).Series);
        await file.WriteAsync(writer => writer.One<long>("PRAGMA max_page_count = 100000"), Cancel);
        await store.AppendAsync(Series(2, 1_999), Cancel);
        Assert.Equal(2_000, (await store.LoadAsync(Cancel)).Series.Count);
    }

    [Fact]
    public async Task Write_WorkThatThrows_IsRolledBackAndTheNextGoesOn()
    {
        await using var file = SqliteFile.Open(Database, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => file.WriteAsync<int>(
            writer =>
            {
                writer.Run("INSERT INTO meta VALUES ('a', 'b')");
                throw new InvalidOperationException();
            },
            Cancel));

        Assert.Equal(0, await file.WriteAsync(writer => writer.One<long>("SELECT count(*) FROM meta"), Cancel));
    }

    [Theory]
    [InlineData(13, nameof(StorageFault.Full))]
    [InlineData(8, nameof(StorageFault.ReadOnly))]
    [InlineData(5, nameof(StorageFault.Locked))]
    [InlineData(6, nameof(StorageFault.Locked))]
    [InlineData(11, nameof(StorageFault.Corrupt))]
    [InlineData(26, nameof(StorageFault.Foreign))]
    [InlineData(10, nameof(StorageFault.Unreachable))]
    [InlineData(14, nameof(StorageFault.Unreachable))]
    [InlineData(19, nameof(StorageFault.Refused))]
    public void Explain_ResultCode_NamesTheFault(int code, string fault)
    {
        var explained = SqliteErrors.Explain("/data/hale.db", new SqliteException("SQLite Error.", code));

        Assert.Equal(fault, explained.Fault.ToString());
        Assert.StartsWith("/data/hale.db: ", explained.Message, StringComparison.Ordinal);
    }

    private static HistoryBatch Series(int first, int count) => new()
    {
        Series = [.. Enumerable.Range(first, count).Select(i => new SeriesChange(i, $"s-{i}"))],
        States = [.. Enumerable.Range(first, count).Select(i => new StoredState(i, new string('x', 500)))],
    };

    private void Refused(StorageFault fault, string reason)
    {
        var refusal = Assert.Throws<StorageException>(() => SqliteFile.Open(Database, TimeProvider.System));
        Assert.Equal(fault, refusal.Fault);
        Assert.StartsWith(Database, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }
}
