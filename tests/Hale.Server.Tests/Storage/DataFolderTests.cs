using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Claim_MissingFolder_IsMadeForItsOwnerOnly()
    {
        using var data = DataFolder.Claim(_folder["a/b"], "http://127.0.0.1:4253", _time);

        Assert.Equal(Path.Combine(_folder["a/b"], "hale.db"), data.Database);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(_folder["a/b"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(_folder["a/b/hale.lock"]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(_folder["a/b/hale.owner.json"]));
    }

    [Fact]
    public void Claim_FolderOfARunningHub_SaysWhoseItIs()
    {
        using var first = DataFolder.Claim(_folder.Path, "http://127.0.0.1:4253", _time);

        var refusal = Assert.Throws<StorageException>(() => DataFolder.Claim(_folder.Path, "http://127.0.0.1:9999", _time));

        Assert.Equal(StorageFault.Taken, refusal.Fault);
        Assert.Contains(_folder.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"the running hub at http://127.0.0.1:4253 (process {Environment.ProcessId}, since 2026-11-05 10:00:00Z)", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:4253", DataFolder.Owner(_folder.Path)?.Url);
    }

    [Fact]
    public void Claim_FolderThatWasLetGo_IsTaken()
    {
        DataFolder.Claim(_folder.Path, "http://127.0.0.1:1", _time).Dispose();

        using var second = DataFolder.Claim(_folder.Path, "http://127.0.0.1:2", _time);

        Assert.Equal("http://127.0.0.1:2", DataFolder.Owner(_folder.Path)?.Url);
    }

    [Fact]
    public void Claim_FolderOfAKilledHub_IsTaken()
    {
        // What a killed hub leaves: both files, and no lock, since the system takes that back with the process.
        File.WriteAllText(_folder["hale.lock"], "");
        File.WriteAllText(_folder["hale.owner.json"], """{"pid":1,"url":"http://127.0.0.1:1","started_at":"2026-01-01T00:00:00Z"}""");

        using var data = DataFolder.Claim(_folder.Path, "http://127.0.0.1:2", _time);

        Assert.Equal(new FolderOwner(Environment.ProcessId, "http://127.0.0.1:2", _time.GetUtcNow()), DataFolder.Owner(_folder.Path));
    }

    [Fact]
    public void Claim_PathOfAFile_SaysThatItCantBeUsed()
    {
        File.WriteAllText(_folder["file"], "");

        var refusal = Assert.Throws<StorageException>(() => DataFolder.Claim(_folder["file"], "http://127.0.0.1:1", _time));

        Assert.Equal(StorageFault.Unreachable, refusal.Fault);
        Assert.Contains(_folder["file"], refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    public void Owner_SignThatIsNotLegible_IsNobody(string sign)
    {
        File.WriteAllText(_folder["hale.owner.json"], sign);

        Assert.Null(DataFolder.Owner(_folder.Path));
    }

    private static UnixFileMode Mode(string path) => TempFolder.ModeOf(path);
}
