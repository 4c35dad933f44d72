using Hale.Server;
using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>A copy of the database holds what was committed when it was made, while writers go on.</summary>
public abstract class BackupStoreContract : StoreContract
{
    private protected BackupStoreContract(Ground ground)
        : base(ground)
    {
    }

    [Fact]
    public async Task Snapshot_WhileWritersWrite_IsOneMoment()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        await Stores.Meta.SetAsync("a", "0", Cancel);
        await Stores.Meta.SetAsync("b", "0", Cancel);
        var writing = WriteAsync(stop.Token);

        await Stores.Backup.SnapshotAsync(folder["hale.db"], Cancel);
        await stop.CancelAsync();
        await writing;

        // Whatever the hub runs on, the copy is a database file.
        using var held = DataFolder.Claim(folder.Path, "http://127.0.0.1:4253", TimeProvider.System);
        await using var copy = Stores.Open(held, TimeProvider.System);
        var (a, b) = (int.Parse((await copy.Meta.FindAsync("a", Cancel))!), int.Parse((await copy.Meta.FindAsync("b", Cancel))!));
        // b is written after a.
        Assert.InRange(a - b, 0, 1);
    }

    [Fact]
    public async Task Snapshot_OverSomething_IsRefused()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["hale.db"], "mine", Cancel);

        await Assert.ThrowsAsync<StorageException>(() => Stores.Backup.SnapshotAsync(folder["hale.db"], Cancel));

        Assert.Equal("mine", await File.ReadAllTextAsync(folder["hale.db"], Cancel));
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        for (var count = 1; !stop.IsCancellationRequested; count++)
        {
            await Stores.Meta.SetAsync("a", count.ToString(), CancellationToken.None);
            await Stores.Meta.SetAsync("b", count.ToString(), CancellationToken.None);
        }
    }
}
