using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class RegistrarServiceTests
{
    private readonly RegistryDesk _desk = new();

    [Fact]
    public async Task Put_NewServiceInUnknownProject_CreatesBothWithDefaults()
    {
        var written = await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api:8080/health'}");

        Assert.Equal(WriteOutcome.Created, written.Outcome);
        var spec = _desk.Now.Services["shop-api"];
        Assert.Equal(("api", "shop", "api", true, false), (spec.Name, spec.Project, spec.Type, spec.Critical, spec.Paused));
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), 3), (spec.Timing.Interval, spec.Timing.Timeout, spec.Timing.Patience.Retries));
        Assert.Equal("shop", _desk.Now.Projects["shop"].Name);
        Assert.Equal(Origin.Api, spec.Declared.ManagedBy);
        Assert.Matches("^[0-9a-f]{16}$", spec.Declared.Etag);
        Assert.Equal(["shop-api"], _desk.Now.ServicesOf("shop").Select(each => each.Id));
        var change = Assert.Single(_desk.Changes);
        Assert.Null(Assert.Single(change.Services).Before);
        Assert.Null(Assert.Single(change.Projects).Before);
        Assert.Same(_desk.Now, change.Now);
    }

    [Fact]
    public async Task Post_WithoutId_TakesProjectAndName()
    {
        var written = await _desk.PostAsync("{'project':'shop','name':'api','check':'tcp://db:5432','type':'database'}");

        Assert.Equal(("shop-api", "database"), (written.Value!.Id, written.Value.Type));
    }

    [Fact]
    public async Task Post_ExistingId_Conflicts()
    {
        await _desk.AddAsync("api");

        var written = await _desk.PostAsync("{'project':'shop','name':'api','check':'http://other'}");

        Assert.Equal(WriteOutcome.Conflict, written.Outcome);
        Assert.Null(written.Value);
        Assert.Equal("The service 'shop-api' exists already.", written.Detail);
    }

    [Theory]
    [InlineData("[]", "", "must be a mapping, found a list")]
    [InlineData("{}", "check", "is missing; needed: a URL such as https://example.com/health, or a mapping with type and url")]
    [InlineData("{'project':'shop','check':'http://x','intervall':'5s'}", "intervall", "unknown key; did you mean interval? allowed: *")]
    [InlineData("{'project':'shop','check':'http://x','interval':5}", "interval", "found the number 5; allowed: a duration from 1s to 31d, *")]
    [InlineData("{'project':'shop','check':'http://x','interval':'0s'}", "interval", "found \"0s\"; *")]
    [InlineData("{'project':'shop','check':'http://x','timeout':'0s'}", "timeout", "found \"0s\"; *")]
    [InlineData("{'project':'shop','check':'http://x','retries':-1}", "retries", "found the number -1; allowed: a whole number from 0 to 100")]
    [InlineData("{'project':'shop','check':'http://x','critical':'yes'}", "critical", "found \"yes\"; allowed: true or false")]
    [InlineData("{'project':'Shop','check':'http://x'}", "project", "found \"Shop\"; allowed: 1 to 63 lower-case letters, digits and inner dashes")]
    [InlineData("{'id':'other','project':'shop','check':'http://x'}", "id", "found \"other\"; allowed: \"shop-api\" as in the URL, or nothing")]
    [InlineData("{'project':'shop','check':{'type':'http','url':'http://x','methd':'GET'}}", "check.methd", "unknown key; did you mean method? *")]
    [InlineData("{'project':'shop','check':'gopher://x'}", "check.url", "found \"gopher://x\"; *")]
    [InlineData("{'project':'shop','check':'http://x','port':0}", "port", "found the number 0; allowed: a whole number from 1 to 65535")]
    [InlineData("{'project':'shop','check':'http://x','depends_on':'db'}", "depends_on", "found \"db\"; allowed: a list")]
    [InlineData("{'project':'shop','check':'http://x','type':5}", "type", "found the number 5; allowed: text")]
    [InlineData("{'project':'shop','check':'http://x','version':1.5}", "version", "found the number 1.5; allowed: text")]
    [InlineData("{'project':'shop','check':'http://x','container_id':true}", "container_id", "found true; allowed: text")]
    [InlineData("{'project':'shop','check':'http://x','labels':{'a':1}}", "labels.a", "found the number 1; allowed: text")]
    [InlineData("{'project':'shop','check':'http://x','name':false}", "name", "found false; allowed: text")]
    [InlineData("{'project':5,'check':'http://x'}", "project", "found the number 5; allowed: 1 to 63 lower-case letters, digits and inner dashes")]
    [InlineData("{'project':'shop','check':'http://x','depends_on':[1]}", "depends_on[0]", "found the number 1; allowed: text")]
    [InlineData("{'project':'shop','check':{'url':'http://x','headers':{'a':1}}}", "check.headers.a", "found the number 1; allowed: text")]
    [InlineData("{'project':'shop','check':'http://x','soft_failure':'maybe'}", "soft_failure", "found \"maybe\"; allowed: down or degraded")]
    public async Task Put_IllFormed_SaysWhatAndWhere(string json, string path, string message)
    {
        var written = await _desk.PutAsync("shop-api", json);

        Assert.Equal(WriteOutcome.Invalid, written.Outcome);
        Assert.False(written.Unprocessable);
        var problem = Assert.Single(written.Problems, each => each.Path == path);
        if (message.EndsWith('*'))
            Assert.StartsWith(message[..^1], problem.Message);
        else
            Assert.Equal(message, problem.Message);
        Assert.Empty(_desk.Now.Services);
        Assert.Empty(_desk.Store.Writes);
    }

    [Fact]
    public async Task Post_WithoutNameAndId_SaysSo()
    {
        var written = await _desk.PostAsync("{'project':'shop','check':'http://x'}");

        Assert.Equal("name", Assert.Single(written.Problems).Path);
        Assert.False(written.Unprocessable);
    }

    [Fact]
    public async Task Put_SeveralMistakes_AllAtOnce()
    {
        var written = await _desk.PutAsync("Shop-Api", "{'check':'http://x','interval':5,'bogus':1}");

        Assert.Equal(["bogus", "id", "interval", "project"], written.Problems.Select(each => each.Path).Order());
    }

    [Fact]
    public async Task Put_SameDefinition_WritesNothing()
    {
        var first = await _desk.AddAsync("api");
        _desk.Time.Advance(TimeSpan.FromSeconds(5));
        _desk.Store.Writes.Clear();

        var written = await _desk.PutAsync("shop-api", "{'project':'shop','name':'api','check':{'type':'http','url':'http://api/health'},'depends_on':[]}");

        Assert.Equal(WriteOutcome.Unchanged, written.Outcome);
        Assert.Same(first, written.Value);
        Assert.Empty(_desk.Store.Writes);
        Assert.Single(_desk.Changes);
    }

    [Fact]
    public async Task Put_DefaultsSpelledOut_AreKeptButChangeNoEtag()
    {
        var first = await _desk.AddAsync("api");
        _desk.Time.Advance(TimeSpan.FromSeconds(5));

        var second = (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api/health','interval':'30s','retries':3,'health':{},'etag':'x','managed_by':'api','updated_at':'x','created_at':'x'}")).Value!;
        await _desk.PutProjectAsync("shop", "{'defaults':{'interval':'10s'}}");

        Assert.Equal((first.Declared.Etag, first.Declared.UpdatedAt), (second.Declared.Etag, second.Declared.UpdatedAt));
        Assert.Equal(TimeSpan.FromSeconds(30), _desk.Now.Services["shop-api"].Timing.Interval);
    }

    [Fact]
    public async Task Put_Change_KeepsCreatedAndMovesUpdatedAndEtag()
    {
        var first = await _desk.AddAsync("api");

        var second = (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api/health','retries':1}")).Value!;

        Assert.Equal(first.Declared.CreatedAt, second.Declared.CreatedAt);
        Assert.True(second.Declared.UpdatedAt > first.Declared.UpdatedAt, "even when the clock stood still");
        Assert.NotEqual(first.Declared.Etag, second.Declared.Etag);
        Assert.Equal((first, second), Assert.Single(_desk.Changes[^1].Services));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("{0}", true)]
    [InlineData("\"{0}\"", true)]
    [InlineData("\"nope\", \"{0}\"", true)]
    [InlineData("\"nope\"", false)]
    [InlineData("", false)]
    public async Task Put_IfMatch_GuardsTheUpdate(string ifMatch, bool passes)
    {
        var first = await _desk.AddAsync("api");

        var written = await _desk.PutAsync(
            "shop-api", "{'project':'shop','check':'http://api/other'}", ifMatch.Replace("{0}", first.Declared.Etag, StringComparison.Ordinal));

        Assert.Equal(passes ? WriteOutcome.Replaced : WriteOutcome.PreconditionFailed, written.Outcome);
    }

    [Fact]
    public async Task Put_IfMatchOfNothing_Fails()
    {
        Assert.Equal(WriteOutcome.PreconditionFailed, (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://x'}", "*")).Outcome);
        Assert.Empty(_desk.Now.Services);
    }

    [Fact]
    public async Task DependsOn_NamesAndIds_BecomeIdsOnce()
    {
        await _desk.AddAsync("db");
        await _desk.AddAsync("cache");

        var api = await _desk.AddAsync("api", "db", "shop-cache", "shop-db");

        Assert.Equal(["shop-db", "shop-cache"], api.DependsOn);
        Assert.Equal(["shop-api"], _desk.Now.Index.DependantsOf("shop-db"));
    }

    [Fact]
    public async Task DependsOn_IdAndNameAlike_IdWins()
    {
        await _desk.PutAsync("db", "{'project':'other','check':'tcp://x:1'}");
        await _desk.AddAsync("db");

        Assert.Equal(["db"], (await _desk.AddAsync("api", "db")).DependsOn);
    }

    [Theory]
    [InlineData("depends_on[0]", "dbb", "found \"dbb\", an unknown service; did you mean db? allowed: a service's id, or its name within the project")]
    [InlineData("depends_on[0]", "shop-api", "found \"shop-api\"; a service can't depend on itself")]
    [InlineData("depends_on[0]", "api", "found \"api\"; a service can't depend on itself")]
    [InlineData("depends_on[0]", "twin", "found \"twin\", the name of several services; allowed: one of their ids, twin-1, twin-2")]
    public async Task DependsOn_Impossible_IsUnprocessable(string path, string need, string message)
    {
        await _desk.AddAsync("db");
        await _desk.PutAsync("twin-1", "{'project':'shop','name':'twin','check':'http://x'}");
        await _desk.PutAsync("twin-2", "{'project':'shop','name':'twin','check':'http://x'}");

        var written = await _desk.PutAsync("shop-api", $"{{'project':'shop','check':'http://x','depends_on':['{need}']}}");

        var problem = Assert.Single(written.Problems);
        Assert.Equal((path, message), (problem.Path, problem.Message));
        Assert.True(written.Unprocessable);
    }

    [Fact]
    public async Task DependsOn_NameOfOneWhoseIdSaysItAndOfAnother_IsToldWithBoth()
    {
        await _desk.AddAsync("twin");
        await _desk.PutAsync("a-twin", "{'project':'shop','name':'twin','check':'http://x'}");

        var written = await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://x','depends_on':['twin']}");

        Assert.Equal(
            "found \"twin\", the name of several services; allowed: one of their ids, a-twin, shop-twin", Assert.Single(written.Problems).Message);
    }

    [Fact]
    public async Task DependsOn_Cycle_IsSpelledOut()
    {
        await _desk.AddAsync("a");
        await _desk.AddAsync("c", "a");
        await _desk.AddAsync("b", "c");

        var written = await _desk.PutAsync("shop-a", "{'project':'shop','check':'http://a','depends_on':['b']}");

        Assert.Equal(
            "found a cycle: shop-a -> shop-b -> shop-c -> shop-a; allowed: services that do not need this one", Assert.Single(written.Problems).Message);
        Assert.True(written.Unprocessable);
        Assert.Empty(_desk.Now.Services["shop-a"].DependsOn);
    }

    [Fact]
    public async Task Put_FormAndConflictTogether_IsBadRequest()
    {
        var written = await _desk.PutAsync("shop-a", "{'project':'shop','check':'http://a','depends_on':['b'],'retries':-1}");

        Assert.False(written.Unprocessable);
    }

    [Fact]
    public async Task Delete_WithDependants_NamesThem()
    {
        await _desk.AddAsync("db");
        await _desk.AddAsync("api", "db");

        var refused = await _desk.DeleteAsync("shop-db");
        var deleted = await _desk.DeleteAsync("shop-api");
        var then = await _desk.DeleteAsync("shop-db");

        Assert.Equal((WriteOutcome.Conflict, "The service 'shop-db' is needed by shop-api."), (refused.Outcome, refused.Detail));
        Assert.Equal((WriteOutcome.Deleted, WriteOutcome.Deleted), (deleted.Outcome, then.Outcome));
        Assert.Equal(WriteOutcome.NotFound, (await _desk.DeleteAsync("shop-db")).Outcome);
        Assert.Equal((_desk.Now.Services.Count, _desk.Store.Rows.Count), (0, 1));
        Assert.Null(Assert.Single(_desk.Changes[^1].Services).After);
    }

    [Fact]
    public async Task Paused_SurvivesUpsertAndRestart_AndCountsOnlyAtCreation()
    {
        var first = (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://x','paused':true}")).Value!;
        var upsert = (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://y','paused':false}")).Value!;
        var restarted = await _desk.RestartAsync();

        Assert.True(first.Paused);
        Assert.True(upsert.Paused);
        Assert.True(restarted.Now.Services["shop-api"].Paused);
        var resumed = (await restarted.Registrar.SetPausedAsync("shop-api", false, TestContext.Current.CancellationToken)).Value!;
        Assert.False(resumed.Paused);
        Assert.Equal(upsert.Declared, resumed.Declared);
        Assert.Equal(WriteOutcome.Unchanged, (await restarted.Registrar.SetPausedAsync("shop-api", false, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(WriteOutcome.NotFound, (await restarted.Registrar.SetPausedAsync("none", false, TestContext.Current.CancellationToken)).Outcome);
    }

    [Fact]
    public async Task Secrets_SentBackMasked_StayAsTheyAre()
    {
        await _desk.PutAsync("shop-api", "{'project':'shop','check':{'type':'http','url':'http://u:hush@api/x','headers':{'authorization':'Bearer quiet'}}}");

        var shown = _desk.Now.Services["shop-api"].Check.Options.Describe(secrets: false).ToJsonString();
        var written = await _desk.PutAsync("shop-api", $"{{'project':'shop','check':{shown.Replace('"', '\'')}}}");

        Assert.DoesNotContain("hush", shown);
        Assert.DoesNotContain("quiet", shown);
        Assert.Equal(WriteOutcome.Unchanged, written.Outcome);
    }

    [Fact]
    public async Task Restart_EverythingIsAsItWas()
    {
        await _desk.AddAsync("db");
        await _desk.PutAsync(
            "shop-api",
            "{'project':'shop','name':'Api','type':'web','critical':false,'check':{'type':'http','url':'http://u:p@x/y','expect':{'status':'200-299,401'}},'interval':'1h30m',"
            + "'soft_failure':'degraded','degrade_after':2,'depends_on':['db'],'labels':{'team':'core'},'version':'16.0','port':8080,'container_id':'abc'}");
        await _desk.PutProjectAsync("shop", "{'name':'Shop','labels':{'a':'b'},'defaults':{'retries':1,'targets':{'interval':'5s'}},'primary_target':'production'}");
        await _desk.PutTargetAsync("shop", "production", "{'url':'https://u:p@shop.example.com/?a=1','headers':{'x':'y'},'process_name':'web','expect':{'status':'204'}}");

        var restarted = await _desk.RestartAsync();

        Assert.Empty(restarted.Registrar.Unreadable);
        foreach (var (id, before) in _desk.Now.Services)
        {
            var after = restarted.Now.Services[id];
            Assert.Equal((Definitions.Text(before), before.Declared, before.Timing), (Definitions.Text(after), after.Declared, after.Timing));
            Assert.Equal(before.Declared.Etag, Definitions.Etag(after));
        }

        Assert.Equal(Definitions.Text(_desk.Now.Projects["shop"]), Definitions.Text(restarted.Now.Projects["shop"]));
        Assert.Equal(Definitions.Text(_desk.Now.Targets["shop:production"]), Definitions.Text(restarted.Now.Targets["shop:production"]));
        Assert.Equal(["shop-api"], restarted.Now.Index.DependantsOf("shop-db"));
        Assert.Empty(restarted.Changes);
    }

    [Fact]
    public async Task Store_Fails_NothingChanged()
    {
        await _desk.AddAsync("db");
        var before = _desk.Now;
        _desk.Store.Fails = new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => _desk.AddAsync("api"));
        await Assert.ThrowsAsync<IOException>(() => _desk.DeleteAsync("shop-db"));
        await Assert.ThrowsAsync<IOException>(() => _desk.FileAsync("projects: { x: { services: { y: { check: http://y } } } }"));

        Assert.Same(before, _desk.Now);
        Assert.Single(_desk.Changes);
        _desk.Store.Fails = null;
        await _desk.AddAsync("api");
        Assert.Equal(2, _desk.Now.Services.Count);
    }

    [Fact]
    public async Task Write_IsStoredBeforeItIsSeen()
    {
        _desk.Store.Saving = () => Assert.Empty(_desk.Now.Services);
        _desk.Registrar.Changes.Join(change => Assert.Same(_desk.Now, change.Now));

        await _desk.AddAsync("api");

        Assert.Single(_desk.Store.Writes);
    }

    [Fact]
    public async Task Writes_FromMany_AreAllThereAndInOrder()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => _desk.AddAsync($"s{i}"), TestContext.Current.CancellationToken)));

        Assert.Equal(200, _desk.Now.Services.Count);
        Assert.Equal(Enumerable.Range(1, 200), _desk.Changes.Select(change => change.Now.Services.Count));
    }

    [Fact]
    public async Task StoredRow_Unreadable_IsLeftAloneAndTold()
    {
        await _desk.AddAsync("api");
        var row = _desk.Store.Rows[(Declared.Service, "shop-api")];
        _desk.Store.Rows[(Declared.Service, "shop-api")] = row with { Definition = "{\"project\":\"shop\",\"check\":\"carrier-pigeon://coop\"}" };

        var restarted = await _desk.RestartAsync("");

        Assert.Contains("Service shop-api: check.url found \"carrier-pigeon://coop\"", Assert.Single(restarted.Registrar.Unreadable));
        Assert.True(restarted.Store.Rows.ContainsKey((Declared.Service, "shop-api")));
    }

    [Fact]
    public async Task Put_CommandWhereCommandsAreOff_IsRefusedAndNothingIsKept()
    {
        var desk = new RegistryDesk(allowExec: false);

        var written = await desk.PutAsync("shop-disk", "{'project':'shop','check':{'type':'exec','command':['df']}}");

        Assert.Equal(WriteOutcome.Invalid, written.Outcome);
        var problem = Assert.Single(written.Problems);
        Assert.True(problem.Conflict);
        Assert.Equal(
            "check.command: commands are off on this hub; needed: the setting allow_exec (--allow-exec, HALE_ALLOW_EXEC or hub.allow_exec), which is read at start",
            $"{problem.Path}: {problem.Message}");
        Assert.Empty(desk.Now.Services);
    }

    [Fact]
    public async Task Load_CommandsWereOnAndAreOff_ServiceIsThere()
    {
        var desk = new RegistryDesk();
        await desk.PutAsync("shop-disk", "{'project':'shop','check':{'type':'exec','command':['df']}}");

        var restarted = await desk.RestartAsync(allowExec: false);

        Assert.Equal("exec", restarted.Now.Services["shop-disk"].Check.Kind);
        Assert.Empty(restarted.Registrar.Unreadable);
    }
}
