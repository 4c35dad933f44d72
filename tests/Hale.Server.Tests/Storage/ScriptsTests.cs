using Hale.Server.Storage.Schema;

namespace Hale.Server.Tests.Storage;

public sealed class ScriptsTests
{
    [Fact]
    public void Numbers_HaveNoGap() => Assert.All(
        [Scripts.Sqlite, Scripts.Postgres], scripts => Assert.Equal(Enumerable.Range(1, scripts.Latest), scripts.All.Select(each => each.Number)));

    [Fact]
    public void After_AVersion_AreTheLaterOnes()
    {
        Assert.Equal(Scripts.Sqlite.All, Scripts.Sqlite.After(0, "x"));
        Assert.Equal(["0005-rollups"], Scripts.Sqlite.After(4, "x").Take(1).Select(each => each.Name));
        Assert.Empty(Scripts.Sqlite.After(Scripts.Sqlite.Latest, "x"));
    }

    [Fact]
    public void After_ANewerVersion_IsRefused()
    {
        var refusal = Assert.Throws<StorageException>(() => Scripts.Postgres.After(9_999, "postgres://db:5432/hale"));

        Assert.Equal(StorageFault.TooNew, refusal.Fault);
        Assert.StartsWith("postgres://db:5432/hale: a newer Hale wrote this database (schema 9999, this one knows up to ", refusal.Message, StringComparison.Ordinal);
    }
}
