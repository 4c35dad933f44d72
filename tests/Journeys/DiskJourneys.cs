using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Journeys.Tests;

/// <summary>What a hub does when its disk is full, can't be written, or loses or damages its database: a real hub on a real disk.</summary>
public sealed class DiskJourneys
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DiskIsFull_HubIsDegradedAndSaysSo_ChecksGoOnAndNothingIsLost()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var disk = new SmallDisk();
        await using var hub = await disk.StartAsync(Cancel);
        await DeclareAsync(hub, "kept", site.Url());
        await UntilAsync(async () => await ExportedAsync(hub) > 0);

        disk.Fill(hub);
        var health = await UntilAsync(hub, HttpStatusCode.ServiceUnavailable);
        var (status, problem) = await PutAsync(hub, "refused", site.Url());
        var asked = await AskedAsync(hub);
        await UntilAsync(async () => await AskedAsync(hub) > asked + 2);

        Assert.Equal(("degraded", "degraded"), ((string?)health["status"], (string?)health["components"]!["history"]!["status"]));
        Assert.Contains("hale.db: the disk is full; free some space", (string?)health["components"]!["history"]!["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("the disk is full; free some space", (string?)problem!["detail"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await hub.Client.GetAsync("/api/services/refused", Cancel)).StatusCode);
        Assert.True(await MetricAsync(hub, "hale_queue_depth{queue=\"history\"}") > 0);

        disk.Empty(hub);
        await UntilAsync(hub, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(hub, "accepted", site.Url())).Status);
        asked = await AskedAsync(hub);
        await UntilAsync(async () => await ExportedAsync(hub) >= asked);
        Assert.Equal(0, await MetricAsync(hub, "hale_queue_lost_total{queue=\"history\"}"));
        Assert.Equal(0, await hub.StopAsync(Cancel));
    }

    [Fact]
    public async Task Hub_KilledOnAFullDisk_HasWhatItAcknowledged()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var disk = new SmallDisk();
        using var copy = new TempFolder();
        await using (var hub = await disk.StartAsync(Cancel))
        {
            await DeclareAsync(hub, "kept", site.Url());
            // They come every second and are written every second: when the third is there, the first is on the disk.
            await UntilAsync(async () => await ExportedAsync(hub) > 2);
            disk.Fill(hub);
            await UntilAsync(hub, HttpStatusCode.ServiceUnavailable);
            Directory.CreateDirectory(copy["data"]);
            foreach (var file in Directory.EnumerateFiles($"/proc/{hub.Id}/root{disk.Folder}/data", "hale.db*"))
                File.Copy(file, Path.Combine(copy["data"], Path.GetFileName(file)));
        }

        await using var again = await HubProcess.StartAsync(copy.Path, Cancel);
        Assert.Equal(HttpStatusCode.OK, (await again.Client.GetAsync("/api/services/kept", Cancel)).StatusCode);
        Assert.True(await ExportedAsync(again) > 0);
    }

    [Theory]
    [InlineData("head -c 30000000 /dev/zero > \"$0/filler\" ; ", "data: can't be used as data folder: No space left on device")]
    [InlineData("mkdir \"$0/data\" && mount -o remount,ro \"$0\" && ", "data: can't be used as data folder: ")]
    [InlineData("mount -o remount,ro \"$0\" && ", "data: can't be used as data folder: ")]
    public async Task Folder_ThatCanNotBeWritten_EndsTheStartWithTheReason(string preparation, string reason)
    {
        using var disk = new SmallDisk();

        var (code, said) = await disk.EndsAsync(preparation, Cancel);

        Assert.Equal(1, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_IsDeletedWhileTheHubRuns_NothingIsAcknowledgedAnyMoreUntilItIsBack()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var folder = new TempFolder();
        var (database, aside) = (folder[Path.Combine("data", "hale.db")], folder["aside.db"]);
        await using var hub = await HubProcess.StartAsync(folder.Path, Cancel);
        await DeclareAsync(hub, "kept", site.Url());
        await UntilAsync(async () => await ExportedAsync(hub) > 0);

        File.Move(database, aside);
        var health = await UntilAsync(hub, HttpStatusCode.InternalServerError);
        var (status, problem) = await PutAsync(hub, "refused", site.Url());

        const string Reason = "hale.db: the database's file was removed or replaced while the hub runs";
        Assert.Contains(Reason, (string?)health["components"]!["database"]!["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains(Reason, (string?)problem!["detail"], StringComparison.Ordinal);

        // Another file in its place is not it.
        await File.WriteAllBytesAsync(database, await File.ReadAllBytesAsync(aside, Cancel), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await PutAsync(hub, "refused", site.Url())).Status);

        File.Move(aside, database, overwrite: true);
        await UntilAsync(hub, HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Created, (await PutAsync(hub, "accepted", site.Url())).Status);
        var asked = await AskedAsync(hub);
        await UntilAsync(async () => await ExportedAsync(hub) >= asked);
        Assert.Equal(0, await hub.StopAsync(Cancel));
    }

    [Theory]
    [InlineData("nonsense", "hale.db: this is not a database; move the file away, or name another folder with --data")]
    [InlineData("a hole", "hale.db: the database is damaged; restore a backup, or move the file away to start anew")]
    [InlineData("half of it", "hale.db: the database is damaged; restore a backup, or move the file away to start anew")]
    [InlineData("a head", "hale.db: the database is damaged; restore a backup, or put it aside to start anew (")]
    [InlineData("a row", "hale.db: the database is damaged; restore a backup, or put it aside to start anew (")]
    public async Task Database_ThatIsDamaged_EndsTheStartWithWhatToDo(string damage, string reason)
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "{}"));
        using var folder = new TempFolder();
        await using (var hub = await HubProcess.StartAsync(folder.Path, Cancel))
        {
            await DeclareAsync(hub, "kept", site.Url());
            await UntilAsync(async () => await ExportedAsync(hub) > 0);
            Assert.Equal(0, await hub.StopAsync(Cancel));
        }

        Damage(folder[Path.Combine("data", "hale.db")], damage);
        var (code, said) = await HubProcess.EndsAsync(folder.Path, Cancel);

        Assert.Equal(1, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static void Damage(string database, string how)
    {
        var bytes = File.ReadAllBytes(database);
        switch (how)
        {
            case "nonsense":
                bytes.AsSpan().Fill(0x5A);
                break;
            case "a hole":
                bytes.AsSpan(16_384).Fill(0x5A);
                break;
            case "half of it":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            default:
                Write(database, how == "a head"
                    ? "INSERT INTO heads SELECT id, 0, 99, 0, x'0102030405' FROM series WHERE true ON CONFLICT DO UPDATE SET body = excluded.body"
                    : "INSERT INTO ahead (body) VALUES (x'0102030405')");
                return;
        }

        File.WriteAllBytes(database, bytes);
    }

    private static void Write(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }

    private static async Task DeclareAsync(HubProcess hub, string id, string url) => Assert.Equal(HttpStatusCode.Created, (await PutAsync(hub, id, url)).Status);

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> PutAsync(HubProcess hub, string id, string url)
    {
        using var answer = await hub.Client.PutAsJsonAsync(
            $"/api/services/{id}", new JsonObject { ["project"] = "shop", ["name"] = id, ["check"] = url, ["interval"] = "1s" }, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel));
    }

    private static async Task<JsonNode> UntilAsync(HubProcess hub, HttpStatusCode status)
    {
        while (true)
        {
            using var answer = await hub.Client.GetAsync("/health?fresh=true", Cancel);
            var body = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
            if (answer.StatusCode == status)
                return body;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        while (!await done())
            await Task.Yield();
    }

    private static async Task<int> ExportedAsync(HubProcess hub) =>
        (await hub.Client.GetStringAsync("/api/export?format=ndjson&service=kept", Cancel)).Count(each => each == '\n');

    private static async Task<double> AskedAsync(HubProcess hub) => await MetricAsync(hub, "hale_checks_total{project=\"shop\",service=\"kept\",outcome=\"success\"}");

    private static async Task<double> MetricAsync(HubProcess hub, string name)
    {
        var text = await hub.Client.GetStringAsync("/metrics", Cancel);
        var line = text.Split('\n').First(each => each.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
