using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class RegistrarDryRunTests
{
    private static readonly Terms Dry = new(DryRun: true);

    private readonly RegistryDesk _desk = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DryRun_OfSomethingNew_TellsWhatItWouldBeAndMakesNothing()
    {
        var service = await _desk.Registrar.PutServiceAsync("shop-api", RegistryDesk.Body("{'project':'shop','check':'http://api/health'}"), Dry, Cancel);
        var project = await _desk.Registrar.PutProjectAsync("shop", RegistryDesk.Body("{'name':'Shop'}"), Dry, Cancel);

        Assert.Equal((WriteOutcome.Created, "api"), (service.Outcome, service.Value!.Name));
        Assert.NotEqual("", service.Value.Declared.Etag);
        Assert.Equal((WriteOutcome.Created, "Shop"), (project.Outcome, project.Value!.Name));
        await NothingChangedAsync(RegistrySnapshot.Empty);
    }

    [Fact]
    public async Task DryRun_OfWhatIsThere_TellsReplacedOrUnchangedAndLeavesIt()
    {
        await _desk.AddAsync("api");
        await _desk.PutTargetAsync("shop", "production", "{'url':'http://shop'}");
        var (now, changes) = (_desk.Now, _desk.Changes.Count);

        var other = await _desk.Registrar.PutServiceAsync("shop-api", RegistryDesk.Body("{'project':'shop','check':'http://other/'}"), Dry, Cancel);
        var same = await _desk.Registrar.PutServiceAsync("shop-api", RegistryDesk.Body("{'project':'shop','check':'http://api/health'}"), Dry, Cancel);
        var target = await _desk.Registrar.PutTargetAsync("shop", "production", RegistryDesk.Body("{'url':'http://other'}"), Dry, Cancel);
        var removed = await _desk.Registrar.DeleteServiceAsync("shop-api", Dry, Cancel);
        var gone = await _desk.Registrar.DeleteTargetAsync("shop", "production", Dry, Cancel);

        Assert.Equal(
            [WriteOutcome.Replaced, WriteOutcome.Unchanged, WriteOutcome.Replaced, WriteOutcome.Deleted, WriteOutcome.Deleted],
            [other.Outcome, same.Outcome, target.Outcome, removed.Outcome, gone.Outcome]);
        Assert.Equal(changes, _desk.Changes.Count);
        await NothingChangedAsync(now);
    }

    [Fact]
    public async Task DryRun_OfWhatTheHubRefuses_RefusesInTheSameWords()
    {
        await _desk.AddAsync("postgres");
        var api = await _desk.AddAsync("api", "postgres");
        var cycle = RegistryDesk.Body("{'project':'shop','check':'http://postgres/health','depends_on':['api'],'intervall':'3s'}");

        foreach (var terms in new[] { Dry, new Terms() })
        {
            var invalid = await _desk.Registrar.PutServiceAsync("shop-postgres", cycle, terms, Cancel);
            var needed = await _desk.Registrar.DeleteServiceAsync("shop-postgres", terms, Cancel);
            var stale = await _desk.Registrar.DeleteServiceAsync("shop-api", terms with { IfMatch = "old" }, Cancel);
            var twice = await _desk.Registrar.PutServiceAsync(
                null, RegistryDesk.Body("{'project':'shop','name':'api','check':'http://x'}"), terms with { Kind = WriteKind.Post }, Cancel);

            Assert.Contains("did you mean interval", Assert.Single(invalid.Problems).Message, StringComparison.Ordinal);
            Assert.Equal((WriteOutcome.Conflict, "The service 'shop-postgres' is needed by shop-api."), (needed.Outcome, needed.Detail));
            Assert.Equal(
                (WriteOutcome.PreconditionFailed, $"The service 'shop-api' changed since it was read; its etag is {api.Declared.Etag}."), (stale.Outcome, stale.Detail));
            Assert.Equal((WriteOutcome.Conflict, "The service 'shop-api' exists already."), (twice.Outcome, twice.Detail));
        }
    }

    private async Task NothingChangedAsync(RegistrySnapshot before)
    {
        Assert.Equal(before.Services.Keys, _desk.Now.Services.Keys);
        Assert.Equal(before.Targets.Keys, _desk.Now.Targets.Keys);
        Assert.Equal(before.Projects.Keys, _desk.Now.Projects.Keys);
        var again = await _desk.RestartAsync();
        Assert.Equal(before.Services.Values.Select(service => service.Declared.Etag), again.Now.Services.Values.Select(service => service.Declared.Etag));
        Assert.Equal(before.Targets.Keys, again.Now.Targets.Keys);
        Assert.Equal(before.Projects.Keys, again.Now.Projects.Keys);
    }
}
