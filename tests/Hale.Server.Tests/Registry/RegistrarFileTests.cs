using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class RegistrarFileTests
{
    private const string Shop = "projects:\n  shop:\n    name: Shop\n    defaults: { retries: 1 }\n    targets: { production: http://shop }\n    services:\n      db: { check: tcp://db:1 }\n      api: { check: http://api, depends_on: [db] }\n";

    private readonly RegistryDesk _desk = new();

    [Fact]
    public async Task Apply_New_AddsEverythingInOneWrite()
    {
        await _desk.FileAsync(Shop);

        Assert.Single(_desk.Store.Writes);
        Assert.All(_desk.Store.Rows.Values, row => Assert.Null(row.Definition));
        var change = Assert.Single(_desk.Changes);
        Assert.Equal((1, 2, 1), (change.Projects.Count, change.Services.Count, change.Targets.Count));
        var api = _desk.Now.Services["shop-api"];
        Assert.Equal((Origin.File, "hale.yaml:8", 1), (api.Declared.ManagedBy, api.Declared.Place, api.Timing.Patience.Retries));
        Assert.Equal(["shop-db"], api.DependsOn);
    }

    [Fact]
    public async Task Apply_SameAgain_ChangesAndWritesNothing_LinesMove()
    {
        await _desk.FileAsync(Shop);
        var before = _desk.Now.Services["shop-api"].Declared;
        _desk.Time.Advance(TimeSpan.FromHours(1));

        await _desk.FileAsync("# a line more\n" + Shop);

        Assert.Single(_desk.Store.Writes);
        Assert.Single(_desk.Changes);
        var after = _desk.Now.Services["shop-api"].Declared;
        Assert.Equal((before.Etag, before.UpdatedAt, "hale.yaml:9"), (after.Etag, after.UpdatedAt, after.Place));
    }

    [Fact]
    public async Task Apply_OneChanged_OnlyThatIsTold()
    {
        await _desk.FileAsync(Shop);
        var before = _desk.Now.Services["shop-db"].Declared;
        _desk.Time.Advance(TimeSpan.FromHours(1));

        await _desk.FileAsync(Shop.Replace("tcp://db:1", "tcp://db:2", StringComparison.Ordinal));

        var (was, now) = Assert.Single(_desk.Changes[^1].Services);
        Assert.Equal((before.CreatedAt, before.UpdatedAt + TimeSpan.FromHours(1)), (now!.Declared.CreatedAt, now.Declared.UpdatedAt));
        Assert.Equal(before, was!.Declared);
        Assert.Empty(_desk.Changes[^1].Projects);
    }

    [Fact]
    public async Task Restart_UnchangedFile_KeepsTimesAndWritesNothing()
    {
        await _desk.FileAsync(Shop);
        await _desk.Registrar.SetPausedAsync("shop-api", true, TestContext.Current.CancellationToken);
        await _desk.Registrar.StopMonitorAsync("shop", "production", TestContext.Current.CancellationToken);
        _desk.Store.Writes.Clear();

        var restarted = await _desk.RestartAsync(Shop);

        Assert.Empty(_desk.Store.Writes);
        Assert.Equal(_desk.Now.Services["shop-api"].Declared, restarted.Now.Services["shop-api"].Declared);
        Assert.True(restarted.Now.Services["shop-api"].Paused);
        Assert.True(restarted.Now.Targets["shop:production"].Stopped);
    }

    [Fact]
    public async Task Pause_SurvivesVanishingAndReturn_AlsoOverARestart()
    {
        await _desk.FileAsync(Shop);
        await _desk.Registrar.SetPausedAsync("shop-api", true, TestContext.Current.CancellationToken);
        await _desk.Registrar.StopMonitorAsync("shop", "production", TestContext.Current.CancellationToken);

        await _desk.FileAsync("");
        var gone = _desk.Now;
        var rows = _desk.Store.Rows.Keys.ToArray();
        await _desk.FileAsync(Shop);
        var back = _desk.Now;
        await _desk.FileAsync("");
        var restarted = await (await _desk.RestartAsync("")).RestartAsync(Shop);

        Assert.Equal((0, 0, 0), (gone.Projects.Count, gone.Services.Count, gone.Targets.Count));
        Assert.Equal([(Declared.Service, "shop-api"), (Declared.Target, "shop:production")], rows);
        Assert.All([back, restarted.Now], now =>
        {
            Assert.True(now.Services["shop-api"].Paused);
            Assert.False(now.Services["shop-db"].Paused);
            Assert.True(now.Targets["shop:production"].Stopped);
        });
    }

    [Fact]
    public async Task Api_OnWhatTheFileDeclares_IsToldWhere()
    {
        await _desk.FileAsync(Shop);

        var put = await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://other'}");
        var delete = await _desk.DeleteAsync("shop-api");
        var project = await _desk.PutProjectAsync("shop", "{'name':'x'}");
        var target = await _desk.PutTargetAsync("shop", "production", "{'url':'http://other'}");
        var removed = await _desk.Registrar.DeleteTargetAsync("shop", "production", new(), TestContext.Current.CancellationToken);
        var start = await _desk.StartAsync("shop", "production", "{'url':'http://other'}");

        Assert.Equal(
            ["The service 'shop-api' is declared in hale.yaml:8; change it there.", "The service 'shop-api' is declared in hale.yaml:8; change it there.",
             "The project 'shop' is declared in hale.yaml:2; change it there.", "The target 'shop:production' is declared in hale.yaml:5; change it there.",
             "The target 'shop:production' is declared in hale.yaml:5; change it there.", "The target 'shop:production' is declared in hale.yaml:5; change it there."],
            new[] { put.Detail!, delete.Detail!, project.Detail!, target.Detail!, removed.Detail!, start.Detail! });
        Assert.All([put.Outcome, delete.Outcome, project.Outcome, target.Outcome, removed.Outcome, start.Outcome], each => Assert.Equal(WriteOutcome.Conflict, each));
    }

    [Fact]
    public async Task Start_OfAFilesTarget_OnlyResumesIt()
    {
        await _desk.FileAsync(Shop);
        await _desk.Registrar.StopMonitorAsync("shop", "production", TestContext.Current.CancellationToken);

        var started = await _desk.StartAsync("shop", "production", "{'url':'http://shop'}");

        Assert.Equal(WriteOutcome.Replaced, started.Outcome);
        Assert.False(_desk.Now.Targets["shop:production"].Stopped);
        Assert.Equal(Origin.File, _desk.Now.Targets["shop:production"].Declared.ManagedBy);
        Assert.Equal(WriteOutcome.Unchanged, (await _desk.StartAsync("shop", "production", "{}")).Outcome);
    }

    [Fact]
    public async Task File_TakesOverWhatTheApiMade_WithItsTimesAndPause()
    {
        var made = (await _desk.PutAsync("shop-api", "{'project':'shop','check':'http://api','paused':true}")).Value!;
        _desk.Time.Advance(TimeSpan.FromHours(1));

        await _desk.FileAsync(Shop);

        var taken = _desk.Now.Services["shop-api"];
        Assert.Equal((Origin.File, true, made.Declared.CreatedAt), (taken.Declared.ManagedBy, taken.Paused, taken.Declared.CreatedAt));
        Assert.Equal("Shop", _desk.Now.Projects["shop"].Name);
    }

    [Fact]
    public async Task Project_DroppedByTheFile_BecomesTheApisWhileItHasItsMembers()
    {
        await _desk.FileAsync(Shop);
        await _desk.PutAsync("extra", "{'project':'shop','check':'http://extra','depends_on':['db']}");

        await _desk.FileAsync("");
        var restarted = await _desk.RestartAsync("");

        Assert.All([_desk.Now, restarted.Now], now =>
        {
            Assert.Equal(("Shop", Origin.Api), (now.Projects["shop"].Name, now.Projects["shop"].Declared.ManagedBy));
            Assert.Equal(["extra"], now.Services.Keys);
            Assert.Equal(1, now.Services["extra"].Timing.Patience.Retries);
            Assert.Equal(["shop-db"], now.Services["extra"].DependsOn);
        });
        Assert.Equal(WriteOutcome.Unchanged, (await _desk.PutAsync("extra", "{'project':'shop','check':'http://extra','depends_on':['shop-db']}")).Outcome);
    }

    [Fact]
    public async Task Project_DroppedWhileTheHubWasDown_IsMadeBare()
    {
        await _desk.FileAsync(Shop);
        await _desk.PutAsync("extra", "{'project':'shop','check':'http://extra'}");

        var restarted = await _desk.RestartAsync("");

        Assert.Equal(("shop", Origin.Api), (restarted.Now.Projects["shop"].Name, restarted.Now.Projects["shop"].Declared.ManagedBy));
        Assert.Equal(["extra"], restarted.Now.Services.Keys);
        Assert.Equal(["extra", "shop"], _desk.Store.Rows.Keys.Select(key => key.Item2).Order());
    }

    [Fact]
    public async Task HubDefaults_Change_ReachWhatTheApiMade()
    {
        var made = await _desk.AddAsync("api");
        await _desk.PutTargetAsync("shop", "production", "{'url':'http://x','retries':2}");
        _desk.Time.Advance(TimeSpan.FromHours(1));

        await _desk.FileAsync("defaults: { interval: 5s, retries: 9, targets: { retries: 8, timeout: 2s } }\n");

        var (service, target) = (_desk.Now.Services["shop-api"], _desk.Now.Targets["shop:production"]);
        Assert.Equal((5, 9), (service.Timing.Interval.TotalSeconds, service.Timing.Patience.Retries));
        Assert.Equal((60, 2, 2), (target.Timing.Interval.TotalSeconds, target.Timing.Patience.Retries, target.Timing.Timeout.TotalSeconds));
        Assert.NotEqual(made.Declared.Etag, service.Declared.Etag);
        Assert.True(service.Declared.UpdatedAt > made.Declared.UpdatedAt);
        Assert.Equal(CheckSettings.None, service.Given);
        Assert.Equal((1, 1), (_desk.Changes[^1].Services.Count, _desk.Changes[^1].Targets.Count));
        var restarted = await _desk.RestartAsync("defaults: { interval: 5s, retries: 9, targets: { retries: 8, timeout: 2s } }\n");
        Assert.Equal(service.Declared, restarted.Now.Services["shop-api"].Declared);
        Assert.Empty(restarted.Changes);
    }

    [Fact]
    public async Task Apply_TenThousandServices_IsQuick()
    {
        var yaml = "projects:\n" + string.Concat(Enumerable.Range(0, 10).Select(p => $"  p{p}:\n    services:\n" + string.Concat(Enumerable.Range(0, 1000).Select(s =>
            $"      s{s}: {{ check: http://10.0.{p}.{s % 250}:8080/health/{s}, interval: 10s{(s == 0 ? "" : $", depends_on: [s{s - 1}]")} }}\n"))));
        await _desk.FileAsync("");
        var reading = Hale.Server.Config.ConfigFile.ReadText(yaml, "hale.yaml", new(_ => null, _ => null), Hale.Tests.Kit.SomeChecks.Catalog(_desk.Time));
        var start = TimeProvider.System.GetTimestamp();

        await _desk.Registrar.ApplyFileAsync(reading.Declarations!, TestContext.Current.CancellationToken);
        var applied = TimeProvider.System.GetElapsedTime(start);
        await _desk.Registrar.ApplyFileAsync(reading.Declarations!, TestContext.Current.CancellationToken);
        for (var i = 0; i < 100; i++)
            await _desk.PutAsync($"x{i}", $"{{'project':'p1','check':'http://x','depends_on':['s{i}']}}");

        Assert.Equal(10_100, _desk.Now.Services.Count);
        Assert.True(applied < TimeSpan.FromSeconds(30), $"applied in {applied}, with the rest in {TimeProvider.System.GetElapsedTime(start)}");
        TestContext.Current.TestOutputHelper?.WriteLine($"applied in {applied}, with the rest in {TimeProvider.System.GetElapsedTime(start)}");
    }
}
