using Hale.Monitoring.Health;
using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class RegistrarTargetTests
{
    private readonly RegistryDesk _desk = new();

    [Theory]
    [InlineData("https://myapp.railway.app", "https://myapp.railway.app/health")]
    [InlineData("http://h:81/", "http://h:81/health")]
    [InlineData("http://h?a=b", "http://h/health?a=b")]
    [InlineData("http://h/?a=b#c", "http://h/health?a=b#c")]
    [InlineData("http://h/status", "http://h/status")]
    [InlineData("http://h/status/", "http://h/status/")]
    [InlineData("http://u:p@h", "http://u:p@h/health")]
    [InlineData("HTTP://[::1]:80/", "HTTP://[::1]:80/health")]
    public void Url_WithoutPath_IsAskedForHealth(string url, string asked) => Assert.Equal(asked, TargetUrl.Asked(url));

    [Theory]
    [InlineData("http://u:pass@h/?token=abc", "http://u:***@h/?token=***")]
    [InlineData("http://u:pass@h", "http://u:***@h")]
    [InlineData("http://u:pass@h/x", "http://u:***@h/x")]
    [InlineData("http://h/", "http://h/")]
    public async Task Url_WithLogin_IsShownMaskedAndTakenBack(string url, string shown)
    {
        var spec = (await _desk.StartAsync("shop", "production", $"{{'url':'{url}'}}")).Value!;

        Assert.Equal((url, shown), (spec.Url, spec.ShownUrl));
        Assert.Equal(WriteOutcome.Unchanged, (await _desk.PutTargetAsync("shop", "production", $"{{'url':'{shown}'}}")).Outcome);
    }

    [Fact]
    public async Task PrimaryTarget_IsOneOfTheProjectsOnceItHasTargets()
    {
        var first = await _desk.PutProjectAsync("shop", "{'primary_target':'production'}");
        Assert.Equal(WriteOutcome.Created, first.Outcome);
        await _desk.PutTargetAsync("shop", "staging", "{'url':'http://x'}");

        var again = await _desk.PutProjectAsync("shop", "{'primary_target':'production','name':'Shop'}");
        Assert.Equal(WriteOutcome.Replaced, again.Outcome);

        var unknown = await _desk.PutProjectAsync("shop", "{'primary_target':'nope'}");
        Assert.Equal((WriteOutcome.Invalid, "production"), (unknown.Outcome, _desk.Now.Projects["shop"].PrimaryTarget));
        var problem = Assert.Single(unknown.Problems);
        Assert.Equal(("primary_target", "found \"nope\"; allowed: staging", true), (problem.Path, problem.Message, problem.Conflict));

        var known = await _desk.PutProjectAsync("shop", "{'primary_target':'staging'}");
        Assert.Equal((WriteOutcome.Replaced, "staging"), (known.Outcome, known.Value!.PrimaryTarget));
    }

    [Fact]
    public async Task Start_UnknownProjectAndTarget_MakesBothByTheTargetsColumn()
    {
        var written = await _desk.StartAsync("project-123", "production", "{'url':'https://myapp.railway.app'}");

        var spec = written.Value!;
        Assert.Equal((WriteOutcome.Created, "project-123:production"), (written.Outcome, spec.Key));
        Assert.Equal((60, 0, SoftFailure.Degraded), (spec.Timing.Interval.TotalSeconds, spec.Timing.Patience.Retries, spec.Timing.Patience.SoftFailure));
        Assert.Equal("https://myapp.railway.app/health", spec.Check.Options.Describe(false)["url"]!.ToString());
        Assert.True(_desk.Now.Projects.ContainsKey("project-123"));
        Assert.Equal([spec], _desk.Now.TargetsOf("project-123"));
    }

    [Fact]
    public async Task Start_Again_KeepsWhatIsNotGiven()
    {
        await _desk.StartAsync("shop", "production", "{'url':'http://a','interval':'10s','retries':2,'headers':{'x':'y'},'expect':{'status':'204'},'process_name':'web'}");

        var moved = (await _desk.StartAsync("shop", "production", "{'url':'http://b/ready'}")).Value!;
        var faster = (await _desk.StartAsync("shop", "production", "{'interval':'5s','retries':null}")).Value!;

        Assert.Equal(("http://b/ready", 10, 2, "web"), (moved.Url, moved.Timing.Interval.TotalSeconds, moved.Given.Retries, moved.ProcessName));
        Assert.Equal(("http://b/ready", 5, null), (faster.Url, faster.Timing.Interval.TotalSeconds, faster.Given.Retries));
        Assert.Equal("{\"type\":\"http\",\"url\":\"http://b/ready\",\"headers\":{\"x\":\"y\"},\"expect\":{\"status\":\"204\"}}", faster.Check.Options.Describe(true).ToJsonString());
    }

    [Fact]
    public async Task Stop_IsRemembered_UntilStarted()
    {
        await _desk.StartAsync("shop", "production", "{'url':'http://a'}");
        var stopped = await _desk.Registrar.StopMonitorAsync("shop", "production", TestContext.Current.CancellationToken);
        await _desk.PutTargetAsync("shop", "production", "{'url':'http://b'}");
        var restarted = await _desk.RestartAsync();

        Assert.True(stopped.Value!.Stopped);
        Assert.True(restarted.Now.Targets["shop:production"].Stopped);
        Assert.True(restarted.Now.Targets["shop:production"].Watch.Paused);
        Assert.False((await restarted.StartAsync("shop", "production", "{}")).Value!.Stopped);
        Assert.Equal(WriteOutcome.NotFound, (await restarted.Registrar.StopMonitorAsync("no", "such", TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(WriteOutcome.NotFound, (await restarted.Registrar.StopMonitorAsync("", "", TestContext.Current.CancellationToken)).Outcome);
    }

    [Theory]
    [InlineData("", "production", "{'url':'http://a'}", "project")]
    [InlineData("shop", "Prod!", "{'url':'http://a'}", "target")]
    [InlineData("shop", "production", "{}", "url")]
    [InlineData("shop", "production", "{'url':''}", "url")]
    [InlineData("shop", "production", "{'url':'myapp'}", "url")]
    [InlineData("shop", "production", "{'url':'tcp://a:1'}", "url")]
    [InlineData("shop", "production", "{'url':'http://a','interval':'0s'}", "interval")]
    [InlineData("shop", "production", "{'url':'http://a','timeout':'0s'}", "timeout")]
    [InlineData("shop", "production", "{'url':'http://a','retries':-1}", "retries")]
    [InlineData("shop", "production", "{'url':'http://a','intervall':'5s'}", "intervall")]
    [InlineData("shop", "production", "{'url':'http://a','id':'staging'}", "id")]
    public async Task Start_IllFormed_NamesTheField(string project, string target, string json, string path)
    {
        var written = await _desk.StartAsync(project, target, json);

        Assert.Equal((WriteOutcome.Invalid, path), (written.Outcome, Assert.Single(written.Problems).Path));
        Assert.Empty(_desk.Now.Projects);
    }

    [Fact]
    public async Task Put_UnknownProject_IsNotFound() => Assert.Equal(WriteOutcome.NotFound, (await _desk.PutTargetAsync("shop", "production", "{'url':'http://a'}")).Outcome);

    [Fact]
    public async Task Put_SameTargetIdInTwoProjects_AreTwo()
    {
        await _desk.StartAsync("a", "production", "{'url':'http://a'}");
        await _desk.StartAsync("b", "production", "{'url':'http://b'}");

        Assert.Equal(["a:production", "b:production"], _desk.Now.Targets.Keys);
        Assert.Equal(WriteOutcome.Deleted, (await _desk.Registrar.DeleteTargetAsync("a", "production", new(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(["b:production"], _desk.Now.Targets.Keys);
    }

    [Fact]
    public async Task Project_DeleteWithMembers_NamesThem()
    {
        await _desk.AddAsync("api");
        await _desk.StartAsync("shop", "production", "{'url':'http://a'}");

        var refused = await _desk.Registrar.DeleteProjectAsync("shop", new(), TestContext.Current.CancellationToken);
        await _desk.DeleteAsync("shop-api");
        await _desk.Registrar.DeleteTargetAsync("shop", "production", new(), TestContext.Current.CancellationToken);

        Assert.Equal("The project 'shop' still has shop-api, shop:production.", refused.Detail);
        Assert.Equal(WriteOutcome.Deleted, (await _desk.Registrar.DeleteProjectAsync("shop", new(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(WriteOutcome.NotFound, (await _desk.Registrar.DeleteProjectAsync("shop", new(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(_desk.Store.Rows);
    }

    [Fact]
    public async Task Project_DefaultsChange_ReachMembersAndTheirEtags()
    {
        var api = await _desk.AddAsync("api");
        var own = (await _desk.PutAsync("shop-own", "{'project':'shop','check':'http://own','retries':2}")).Value!;

        var written = await _desk.PutProjectAsync("shop", "{'id':'shop','defaults':{'retries':2,'targets':{'interval':'5s'}},'targets':['x'],'managed_by':'api'}");
        var same = await _desk.PutProjectAsync("shop", "{'name':'shop','labels':{},'defaults':{'targets':{'interval':'5s'},'retries':2},'primary_target':null}");

        Assert.Equal((WriteOutcome.Replaced, WriteOutcome.Unchanged), (written.Outcome, same.Outcome));
        Assert.Equal(2, _desk.Now.Services["shop-api"].Timing.Patience.Retries);
        Assert.NotEqual(api.Declared.Etag, _desk.Now.Services["shop-api"].Declared.Etag);
        Assert.Same(own, _desk.Now.Services["shop-own"]);
        Assert.Equal("shop-api", Assert.Single(_desk.Changes[^1].Services).After!.Id);
    }

    [Fact]
    public async Task Project_Post_NeedsAnId()
    {
        Assert.Equal("id", Assert.Single((await PostAsync("{'name':'Shop'}")).Problems).Path);
        Assert.Equal(WriteOutcome.Created, (await PostAsync("{'id':'shop','name':'Shop'}")).Outcome);
        Assert.Equal(WriteOutcome.Conflict, (await PostAsync("{'id':'shop'}")).Outcome);

        Task<Written<ProjectSpec>> PostAsync(string json) => _desk.Registrar.PutProjectAsync(null, RegistryDesk.Body(json), new(WriteKind.Post), TestContext.Current.CancellationToken);
    }
}
