using System.Text.Json.Nodes;
using Hale.Server;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

/// <summary>A hub's data taken away while it runs, and put elsewhere: the hub there goes on where this one was.</summary>
public sealed class BackupTests(HubFixture hub) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => _folder["kept/hale.backup"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restored_IsTheHubItWas()
    {
        await CheckedAsync();
        await BackUpAsync();
        var there = await ServicesAsync(hub.Address);

        var restored = await RunAsync("restore", File, "--data", _folder["data"], "--output", "json");

        Assert.Equal((Exit.Ok, ""), (restored.Exit, restored.Error));
        await using var other = await StartAsync();
        var address = other.Addresses[0].GetLeftPart(UriPartial.Authority);
        Assert.Equal(there, await ServicesAsync(address));
        var results = await JsonAsync(address, "services", "evidence", "moved-root");
        Assert.NotEmpty(results["items"]!.AsArray());
        Assert.Equal((string?)(await JsonAsync(hub.Address, "status"))["hub_id"], (string?)(await JsonAsync(address, "status"))["hub_id"]);
    }

    [Fact]
    public async Task Restore_OverData_NeedsForceAndKeepsThem()
    {
        await BackUpAsync();
        Assert.Equal(Exit.Ok, (await RunAsync("restore", File, "--data", _folder["data"])).Exit);

        var refused = await RunAsync("restore", File, "--data", _folder["data"]);
        var (exit, output, _) = await RunAsync("restore", File, "--data", _folder["data"], "--force", "--output", "json");

        Assert.Equal(Exit.Refused, refused.Exit);
        Assert.Contains("a hub's data are here; name another folder with --data, or replace them with --force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(Exit.Ok, exit);
        Assert.True(System.IO.File.Exists((string)JsonNode.Parse(output)!["before"]!));
        await using var other = await StartAsync();
    }

    [Fact]
    public async Task Restore_IntoARunningHub_IsRefused()
    {
        await BackUpAsync();
        await using var other = await StartAsync();

        var (exit, _, error) = await RunAsync("restore", File, "--data", _folder["data"], "--force");

        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("belongs to the running hub at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_TouchesNothing()
    {
        await BackUpAsync();
        Assert.Equal(Exit.Ok, (await RunAsync("restore", File, "--data", _folder["data"])).Exit);
        var before = System.IO.File.ReadAllBytes(_folder["data/hale.db"]);
        var bytes = System.IO.File.ReadAllBytes(File);
        // A single bit may be one that unpacking does not look at, and then nothing is damaged.
        foreach (ref var each in bytes.AsSpan(bytes.Length / 2, 64))
            each ^= 0xFF;
        System.IO.File.WriteAllBytes(File, bytes);

        var (exit, _, error) = await RunAsync("restore", File, "--data", _folder["data"], "--force");

        Assert.Equal(Exit.Refused, exit);
        Assert.EndsWith("nothing was changed", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before, System.IO.File.ReadAllBytes(_folder["data/hale.db"]));
        Assert.Empty(Directory.GetFiles(_folder["data"], "*.restored"));
    }

    [Fact]
    public async Task Restore_OfWhatIsNotThere_SaysSo()
    {
        var (exit, _, error) = await RunAsync("restore", _folder["nothing"], "--data", _folder["data"]);

        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("nothing", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_WhereNothingCanBeWritten_SaysSo()
    {
        System.IO.File.WriteAllText(_folder["taken"], "");

        var (exit, _, error) = await RunAsync("backup", _folder["taken/hale.backup"], "--hub", hub.Address);

        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("was not written: ", error, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] line)
    {
        var rig = new Rig();
        return (await rig.RunAsync(line), rig.Output, rig.Error);
    }

    private static async Task<JsonNode> JsonAsync(string address, params string[] line) =>
        JsonNode.Parse((await RunAsync([.. line, "--hub", address, "--output", "json"])).Output)!;

    private static async Task<string> ServicesAsync(string address) => string.Join(
        ' ', (await JsonAsync(address, "services", "list", "--project", "moved"))["items"]!.AsArray().Select(each => $"{each!["id"]} {each["etag"]} {each["created_at"]}"));

    private async Task CheckedAsync()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("services", "set", "moved-root", "--project", "moved", "--check", hub.Bad, "--retries", "0", "--hub", hub.Address)).Exit);
        Assert.Equal(Exit.Down, (await RunAsync("services", "check", "moved-root", "--hub", hub.Address)).Exit);
        while ((await JsonAsync(hub.Address, "services", "evidence", "moved-root"))["items"]!.AsArray().Count == 0)
            await Task.Yield();
    }

    private async Task BackUpAsync()
    {
        var (exit, output, error) = await RunAsync("backup", File, "--hub", hub.Address);
        Assert.Equal((Exit.Ok, ""), (exit, error));
        Assert.Contains("checksums hold", output, StringComparison.Ordinal);
    }

    private Task<Hub> StartAsync() => Hub.StartAsync(
        new()
        {
            Urls = "http://127.0.0.1:0",
            Data = _folder["data"],
            Config = _folder["hale.yaml"],
            LogLevels = "Hale=none,Microsoft=none,System=none",
        },
        cancel: Cancel);
}
