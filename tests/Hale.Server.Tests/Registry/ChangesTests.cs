using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class ChangesTests
{
    private const string Shop = "projects:\n  shop:\n    services:\n      db: { check: tcp://db:1 }\n      api: { check: http://api, depends_on: [db] }\n";

    private readonly RegistryDesk _desk = new();

    [Fact]
    public async Task Put_OfSomethingNew_IsNoChange()
    {
        await _desk.AddAsync("api");

        Assert.Empty(await ChangesAsync("shop-api"));
    }

    [Fact]
    public async Task Put_OverTheApi_TellsTheFieldsThatAreDifferent()
    {
        var before = await _desk.AddAsync("api");
        _desk.Time.Advance(TimeSpan.FromMinutes(1));
        await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api/ready','timeout':'2s','labels':{'team':'core'}}");

        var change = Assert.Single(await ChangesAsync("shop-api"));
        Assert.Equal((Origin.Api, null, before.Declared.UpdatedAt.AddMinutes(1)), (change.By, change.Place, change.At));
        Assert.Equal(
            [new("check.url", "http://api/health", "http://api/ready"), new("labels.team", null, "core"), new("timeout", "5s", "2s")], change.Fields);
    }

    [Fact]
    public async Task Put_OfTheSame_AndAPause_AreNoChanges()
    {
        await _desk.AddAsync("api");
        await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api/health','timeout':'5s'}");
        await _desk.Registrar.SetPausedAsync("shop-api", true, TestContext.Current.CancellationToken);

        Assert.Empty(await ChangesAsync("shop-api"));
    }

    [Fact]
    public async Task Put_OfAnotherCredential_TellsThatAndNeverWhich()
    {
        await _desk.PutAsync("shop-db", "{'project':'shop','check':'postgres://u:hunter2@db:5432/shop'}");
        await _desk.PutAsync("shop-db", "{'project':'shop','check':'postgres://u:correct-horse@db:5432/shop'}");
        await _desk.PutAsync("shop-db", "{'project':'shop','check':'postgres://u:battery@db:5433/shop'}");

        var changes = await ChangesAsync("shop-db");
        Assert.Equal([new("check.url", "postgres://u:***@db:5432/shop", "postgres://u:***@db:5433/shop")], changes[0].Fields);
        Assert.Equal([new("check.url", null, null, Secret: true)], changes[1].Fields);
        foreach (var secret in (string[])["hunter2", "correct-horse", "battery"])
            Assert.All(_desk.Store.Changes, kept => Assert.DoesNotContain(secret, kept.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_Changed_TellsWhereItStands()
    {
        await _desk.FileAsync(Shop);
        await _desk.FileAsync("# moved\n" + Shop.Replace("tcp://db:1", "tcp://db:2", StringComparison.Ordinal));

        var change = Assert.Single(await ChangesAsync("shop-db", "shop-api"));
        Assert.Equal(("shop-db", Origin.File, "hale.yaml:5"), (change.Service, change.By, change.Place));
        Assert.Equal([new("check.url", "tcp://db:1", "tcp://db:2")], change.Fields);
    }

    [Fact]
    public async Task Defaults_OfTheProject_ChangeWhatTakesThem()
    {
        await _desk.AddAsync("api");
        await _desk.PutProjectAsync("shop", "{'name':'shop','defaults':{'interval':'10s'}}");

        Assert.Equal([new("interval", "30s", "10s")], Assert.Single(await ChangesAsync("shop-api")).Fields);
    }

    [Fact]
    public async Task Removed_AndDeclaredAgain_BeginsAnew()
    {
        await _desk.AddAsync("api");
        await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api/ready'}");
        await _desk.DeleteAsync("shop-api");
        await _desk.AddAsync("api");

        Assert.Contains((Declared.Service, "shop-api"), _desk.Store.Writes[^2].Removed);
        Assert.Empty(_desk.Store.Writes[^1].Changes);
    }

    [Fact]
    public async Task Restart_WithTheSameFile_IsNoChange_WithAnother_SomethingChanged()
    {
        await _desk.FileAsync(Shop);
        var same = await _desk.RestartAsync(Shop);
        Assert.Empty(_desk.Store.Changes);

        await same.RestartAsync(Shop.Replace("tcp://db:1", "tcp://db:2", StringComparison.Ordinal));
        var change = DefinitionChange.Read(Assert.Single(_desk.Store.Changes))!;
        Assert.Equal(("shop-db", 0), (change.Service, change.Fields.Count));
    }

    [Fact]
    public void Change_ThatIsNotLegible_IsNone() => Assert.Null(DefinitionChange.Read(new("a", default, "{\"fields\":3")));

    [Fact]
    public async Task Values_ThatAreLong_AreCut()
    {
        await _desk.AddAsync("api");
        await _desk.PutAsync("shop-api", $"{{'project':'shop','check':'http://api/health','labels':{{'note':'{new string('x', 198)}😀{new string('y', 100)}'}}}}");

        var field = Assert.Single(Assert.Single(await ChangesAsync("shop-api")).Fields);
        Assert.Equal(new string('x', 198) + "…", field.After);
    }

    private async Task<IReadOnlyList<DefinitionChange>> ChangesAsync(params string[] services) =>
        [.. (await _desk.Registrar.ChangesAsync(services, DateTimeOffset.MaxValue, null, 100, TestContext.Current.CancellationToken)).Select(each => each.Change!)];
}
