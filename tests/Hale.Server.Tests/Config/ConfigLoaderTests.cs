using System.Diagnostics;
using Hale.Monitoring.Flow;
using Hale.Server.Config;
using Hale.Server.Tests.Registry;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.Config;

public sealed class ConfigLoaderTests : IDisposable
{
    private const string Good = "projects:\n  shop:\n    services:\n      api: { check: http://api }\n";
    private const string Better = "projects:\n  shop:\n    services:\n      api: { check: http://api }\n      web: { check: http://web }\n";
    private const string Bad = "projects:\n  shop:\n    services:\n      api: { chek: http://api }\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("hale-config-").FullName;
    private readonly RegistryDesk _desk = new();
    private readonly Dictionary<string, string> _variables = [];

    private string FilePath => Path.Combine(_folder, "hale.yaml");

    private string LastGood => Path.Combine(_folder, "hale.last-good.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_GoodFile_HoldsAndIsKept()
    {
        _variables["HOST"] = "secret-host";
        Write("projects: { shop: { services: { api: { check: \"http://${HOST}\" } } } }\n");
        var loader = await StartAsync();

        Assert.True(loader.State.Ok);
        Assert.Equal("hale.yaml:1", _desk.Now.Services["shop-api"].Declared.Place);
        Assert.Contains("${HOST}", File.ReadAllText(LastGood));
        Assert.DoesNotContain("secret-host", File.ReadAllText(LastGood));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LastGood));
    }

    [Fact]
    public async Task Start_FirstWithBadFile_IsRefusedWithFindings()
    {
        Write(Bad);

        var refused = await Assert.ThrowsAsync<BadConfigException>(() => StartAsync());

        Assert.Equal(2, refused.Findings.Count);
        Assert.StartsWith("hale.yaml:4:14: projects.shop.services.api.chek: unknown key; did you mean check?", refused.Findings[1]);
        Assert.Empty(_desk.Now.Services);
    }

    [Fact]
    public async Task Start_LaterWithBadFile_UsesTheLastGoodOneAndSaysSo()
    {
        Write(Good);
        await StartAsync();
        Write(Bad);
        var restarted = await _desk.RestartAsync();

        var loader = await StartAsync(restarted);

        Assert.False(loader.State.Ok);
        Assert.Contains("did you mean check?", string.Join('\n', loader.State.Findings));
        Assert.Equal(["shop-api"], restarted.Now.Services.Keys);
        Assert.Equal(Good, File.ReadAllText(LastGood));
    }

    [Fact]
    public async Task Start_CommandsWereOnAndAreOff_KeepsTheLastGoodOneAndSaysSo()
    {
        Write("projects: { shop: { services: { disk: { check: { type: exec, command: [df] } } } } }\n");
        await StartAsync();
        var restarted = await _desk.RestartAsync(allowExec: false);

        var loader = await StartAsync(restarted, allowExec: false);

        Assert.Contains("commands are off on this hub", Assert.Single(loader.State.Findings), StringComparison.Ordinal);
        Assert.Equal("exec", restarted.Now.Services["shop-disk"].Check.Kind);
    }

    [Fact]
    public async Task Start_MissingFile_IsEmptyByDefaultAndAnErrorWhenNamed()
    {
        var loader = await StartAsync();
        var named = await Assert.ThrowsAsync<BadConfigException>(() => StartAsync(named: true));

        Assert.True(loader.State.Ok);
        Assert.Equal(["hale.yaml: is missing; the file was named, so it has to be there"], named.Findings);
    }

    [Fact]
    public async Task Reload_BadThenGood_KeepsTheLastGoodOneInBetween()
    {
        Write(Good);
        var loader = await StartAsync();
        var changes = _desk.Changes.Count;

        Write(Bad);
        _desk.Time.Advance(TimeSpan.FromSeconds(7));
        var bad = await loader.ReloadAsync(TestContext.Current.CancellationToken);
        var again = await loader.ReloadAsync(TestContext.Current.CancellationToken);
        Write(Better);
        var good = await loader.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.False(bad.Ok);
        Assert.Same(bad, again);
        Assert.Equal(_desk.Time.GetUtcNow(), bad.Since);
        Assert.True(good.Ok);
        Assert.Equal(changes + 1, _desk.Changes.Count);
        Assert.Equal(["shop-api", "shop-web"], _desk.Now.Services.Keys);
        Assert.Equal(Better, File.ReadAllText(LastGood));
    }

    [Fact]
    public async Task Reload_FileGone_IsBadUntilItIsBack()
    {
        Write(Good);
        var loader = await StartAsync();

        File.Delete(FilePath);
        var gone = await loader.ReloadAsync(TestContext.Current.CancellationToken);
        Write(Good);
        var back = await loader.ReloadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["hale.yaml: is missing"], gone.Findings);
        Assert.Single(_desk.Now.Services);
        Assert.True(back.Ok);
    }

    [Fact]
    public async Task Reload_DefaultFileThatNeverWas_StaysEmpty()
    {
        var loader = await StartAsync();

        Assert.True((await loader.ReloadAsync(TestContext.Current.CancellationToken)).Ok);
        Write(Good);
        Assert.True((await loader.ReloadAsync(TestContext.Current.CancellationToken)).Ok);
        Assert.Single(_desk.Now.Services);
    }

    [Fact]
    public async Task Look_ContentChanges_ReloadsOnceItHasSettled()
    {
        Write(Good);
        var loader = await StartAsync();

        File.SetLastWriteTimeUtc(FilePath, DateTime.UnixEpoch);
        await LookAsync(loader, 2);
        var touched = _desk.Changes.Count;
        Write(Better[..^5]);
        await LookAsync(loader, 1);
        Write(Better);
        await LookAsync(loader, 1);
        var settling = _desk.Now.Services.Count;
        await LookAsync(loader, 1);

        Assert.Equal((1, 1, 2), (touched, settling, _desk.Now.Services.Count));
        Assert.True(loader.State.Ok);
    }

    [Fact]
    public async Task Look_RenamedOver_Reloads()
    {
        Write(Good);
        var loader = await StartAsync();
        var stamp = File.GetLastWriteTimeUtc(FilePath);

        File.WriteAllText(FilePath + ".tmp", Good.Replace("//api", "//web", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(FilePath + ".tmp", stamp);
        File.Move(FilePath + ".tmp", FilePath, overwrite: true);
        await LookAsync(loader, 2);

        Assert.Contains("http://web", _desk.Now.Services["shop-api"].Check.Options.Describe(false).ToJsonString());
    }

    [Fact]
    public async Task Look_SwappedLinkAsOfAConfigMap_Reloads()
    {
        foreach (var (name, text) in new[] { ("v1", Good), ("v2", Better) })
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.WriteAllText(Path.Combine(_folder, name, "hale.yaml"), text);
        }

        var data = Path.Combine(_folder, "..data");
        Directory.CreateSymbolicLink(data, "v1");
        File.CreateSymbolicLink(FilePath, "..data/hale.yaml");
        var loader = await StartAsync();
        var one = _desk.Now.Services.Count;

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, "v2");
        await LookAsync(loader, 2);

        Assert.Equal((1, 2), (one, _desk.Now.Services.Count));
    }

    [Fact]
    public async Task Look_LargeFile_IsReadWhenItsSizeOrTimeIsAnotherAndEveryHalfMinute()
    {
        var remark = $"# {new string('-', 300_000)}\n";
        Write(remark + Good);
        var loader = await StartAsync();
        await LookAsync(loader, 1);
        Write(remark + Better);
        await LookAsync(loader, 2);
        var longer = _desk.Now.Services.Count;

        var stamp = File.GetLastWriteTimeUtc(FilePath);
        Write(remark + Better.Replace("//api", "//abc", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(FilePath, stamp);
        await LookAsync(loader, 2);
        var soon = Asked();
        _desk.Time.Advance(TimeSpan.FromSeconds(30));
        await LookAsync(loader, 2);

        Assert.Equal((2, "http://api", "http://abc"), (longer, soon, Asked()));

        string? Asked() => _desk.Now.Services["shop-api"].Check.Options.Describe(false)["url"]?.GetValue<string>();
    }

    [Fact]
    public async Task Look_StoreFails_IsTriedAgain()
    {
        Write(Good);
        var loader = await StartAsync();
        Write(Better);
        await LookAsync(loader, 1);

        _desk.Store.Fails = new IOException("disk full");
        await Assert.ThrowsAsync<IOException>(() => LookAsync(loader, 1));
        _desk.Store.Fails = null;
        await LookAsync(loader, 1);

        Assert.Equal(2, _desk.Now.Services.Count);
    }

    [Fact]
    public async Task Run_FileChangesAndHangup_AreFollowed()
    {
        Write(Good);
        var loader = await StartAsync();
        using var stopping = new CancellationTokenSource();
        var running = loader.RunAsync(stopping.Token);

        Write(Better);
        await _desk.Time.QuietAsync(() =>
        {
            _desk.Time.Advance(TimeSpan.FromSeconds(1));
            return _desk.Now.Services.Count == 2;
        });
        Write(Good);
        using (var kill = Process.Start("kill", ["-HUP", $"{Environment.ProcessId}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _desk.Time.QuietAsync(() => _desk.Now.Services.Count == 1);

        await stopping.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("", false, null, 30, 60)]
    [InlineData("hub: { interval: 20s }\n", false, null, 20, 20)]
    [InlineData("hub: { interval: 20s }\ndefaults: { interval: 10s }\n", false, null, 10, 20)]
    [InlineData("defaults: { interval: 10s, targets: { interval: 11s } }\n", false, null, 10, 11)]
    [InlineData("defaults: { interval: 10s, targets: { interval: 11s } }\n", true, 5, 5, 5)]
    [InlineData("", true, 5, 5, 5)]
    public async Task Interval_FromEverywhere_NearestWins(string head, bool forced, int? seconds, int service, int target)
    {
        Write(head + "projects: { p: { targets: { t: http://t, u: { url: http://u, interval: 7s } }, services: { s: { check: http://s } } } }\n");
        await StartAsync(settings: new HubSettings { Interval = seconds is { } given ? TimeSpan.FromSeconds(given) : null, IntervalForced = forced });

        Assert.Equal(
            [service, target, 7],
            new[] { _desk.Now.Services["p-s"].Timing, _desk.Now.Targets["p:t"].Timing, _desk.Now.Targets["p:u"].Timing }.Select(each => (int)each.Interval.TotalSeconds));
    }

    private static async Task LookAsync(ConfigLoader loader, int times)
    {
        for (var i = 0; i < times; i++)
            await loader.LookAsync(TestContext.Current.CancellationToken);
    }

    private void Write(string text) => File.WriteAllText(FilePath, text);

    private async Task<ConfigLoader> StartAsync(RegistryDesk? desk = null, bool named = false, HubSettings? settings = null, bool allowExec = true)
    {
        desk ??= _desk;
        var source = new ConfigSource(
            (settings ?? new()) with { Config = FilePath, ConfigNamed = named }, _folder, SomeChecks.Catalog(desk.Time, allowExec), new(_variables.GetValueOrDefault, _ => null));
        var loader = new ConfigLoader(source, desk.Registrar, new Vitals(desk.Time), desk.Time, NullLogger<ConfigLoader>.Instance);
        await loader.StartAsync(TestContext.Current.CancellationToken);
        return loader;
    }
}
