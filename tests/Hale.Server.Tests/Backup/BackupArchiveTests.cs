using System.IO.Compression;
using System.Text;
using Hale.Server.Backup;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Backup;

/// <summary>What is taken out of a backup is what was put in; anything else is refused in words.</summary>
public sealed class BackupArchiveTests
{
    private const string Database = "all of the history";
    private const string Declarations = "projects: {}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Written_IsReadBack()
    {
        using var archive = await MadeAsync();
        var taken = new Dictionary<string, MemoryStream>();

        var manifest = await BackupArchive.ReadAsync(archive, name => taken[name] = new(), Cancel);

        Assert.Equal((1, "hub-a", "1.2.3", 4, Some.Moment), (manifest.Version, manifest.HubId, manifest.Hale, manifest.Schema, manifest.CreatedAt));
        Assert.Equal(
            [("hale.db", Database), ("hale.last-good.yaml", Declarations)], taken.Select(each => (each.Key, Encoding.UTF8.GetString(each.Value.ToArray()))));
    }

    [Fact]
    public async Task AnyByteOfItsFiles_Changed_IsFound()
    {
        using var archive = await MadeAsync();
        var bytes = archive.ToArray();
        var refused = 0;
        for (var place = 0; place < bytes.Length; place++)
        {
            var damaged = bytes.ToArray();
            damaged[place] ^= 0x40;
            var taken = new Dictionary<string, MemoryStream>();
            try
            {
                await BackupArchive.ReadAsync(new MemoryStream(damaged), name => taken[name] = new(), Cancel);
                Assert.Equal(Database, Encoding.UTF8.GetString(taken["hale.db"].ToArray()));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.True(refused > bytes.Length / 2, $"{refused} of {bytes.Length} refused");
    }

    [Fact]
    public async Task Cut_AtAnyPlace_IsRefused()
    {
        using var archive = await MadeAsync();
        var bytes = archive.ToArray();
        for (var length = 0; length < bytes.Length; length++)
            await Assert.ThrowsAsync<InvalidDataException>(() => BackupArchive.ReadAsync(new MemoryStream(bytes[..length]), _ => null, Cancel));
    }

    [Theory]
    [InlineData("no zip at all", "this is no backup of Hale, or its end is missing")]
    [InlineData("{}", "this is no backup of Hale, or its end is missing")]
    public async Task SomethingElse_IsRefused(string text, string message)
    {
        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => BackupArchive.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), _ => null, Cancel));
        Assert.Equal(message, error.Message);
    }

    [Theory]
    [InlineData("nonsense", "backup.json can't be read: ")]
    [InlineData("null", "backup.json says nothing")]
    [InlineData("{}", "backup.json can't be read: ")]
    [InlineData("""{"version":2,"hub_id":"a","hale":"1","schema":1,"created_at":"2026-01-01T00:00:00Z","files":[]}""", "backup.json: version: found 2; allowed: 1")]
    [InlineData("""{"version":1,"hub_id":"a","hale":"1","schema":1,"created_at":"2026-01-01T00:00:00Z","files":[]}""", "backup.json names no hale.db")]
    [InlineData(
        """{"version":1,"hub_id":"a","hale":"1","schema":1,"created_at":"2026-01-01T00:00:00Z","files":[{"name":"hale.db","bytes":1,"sha256":""}]}""",
        "hale.db is missing")]
    [InlineData(
        """
        {"version":1,"hub_id":"a","hale":"1","schema":1,"created_at":"2026-01-01T00:00:00Z",
        "files":[{"name":"../x","bytes":1,"sha256":""},{"name":"hale.db","bytes":1,"sha256":""}]}
        """,
        "backup.json names \"../x\"; allowed: hale.db, hale.last-good.yaml")]
    public async Task Manifest_ThatCantBe_IsRefused(string manifest, string message)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("backup.json").Open())
            entry.Write(Encoding.UTF8.GetBytes(manifest));

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => BackupArchive.ReadAsync(archive, _ => null, Cancel));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static async Task<MemoryStream> MadeAsync()
    {
        var archive = new MemoryStream();
        await BackupArchive.WriteAsync(
            archive, "hub-a", "1.2.3", 4, Some.Moment,
            [(BackupArchive.DatabaseName, Bytes(Database)), (BackupArchive.DeclarationsName, Bytes(Declarations))], Cancel);
        archive.Position = 0;
        return archive;
    }

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
