using System.Net;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

/// <summary>Commands that ask a hub, against a real one.</summary>
public sealed class HubCommandTests(HubFixture hub)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_SetGetChangeDelete_AreWhatTheApiSays()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("services", "set", "crud-api", "--project", "crud", "--name", "api", "--check", hub.Good, "--interval", "10s", "--label", "team=core")).Exit);
        var set = await JsonAsync(Exit.Ok, "services", "set", "crud-api", "--retries", "1");
        Assert.Equal("10s", (string?)set["interval"]);
        Assert.Equal(1, (int)set["retries"]!);
        Assert.Equal("core", (string?)set["labels"]!["team"]);
        var mine = await JsonAsync(Exit.Ok, "services", "get", "crud-api");
        var apis = await ApiAsync("/api/services/crud-api");
        foreach (var field in (string[])["id", "project", "name", "check", "interval", "timeout", "retries", "labels", "managed_by", "etag", "created_at"])
            Assert.True(JsonNode.DeepEquals(mine[field], apis[field]), field);
        Assert.Equal(Exit.Ok, (await RunAsync("services", "delete", "crud-api")).Exit);
        Assert.Equal(Exit.NotFound, (await RunAsync("services", "get", "crud-api")).Exit);
    }

    [Fact]
    public async Task Maintenance_SetGetChangeDelete_AreWhatTheApiSays()
    {
        Assert.Equal(
            Exit.Ok,
            (await RunAsync("maintenance", "set", "nightly", "--title", "Backup", "--service", "filed-root", "--from", "2026-01-01T00:00:00Z", "--cron", "30 2 * * *", "--duration", "45m")).Exit);
        var set = await JsonAsync(Exit.Ok, "maintenance", "set", "nightly", "--time-zone", "Europe/Berlin", "--project", "filed");
        Assert.Equal(("Backup", "30 2 * * *", "45m", "Europe/Berlin"), ((string?)set["title"], (string?)set["cron"], (string?)set["duration"], (string?)set["time_zone"]));
        Assert.True(JsonNode.DeepEquals(await JsonAsync(Exit.Ok, "maintenance", "get", "nightly"), await ApiAsync("/api/maintenance/nightly")));
        Assert.Contains("comes round  30 2 * * * (Europe/Berlin) for 45m", (await RunAsync("maintenance", "get", "nightly")).Output, StringComparison.Ordinal);
        Assert.Contains("project filed, filed-root", (await RunAsync("maintenance", "list")).Output, StringComparison.Ordinal);
        Assert.Single((await JsonAsync(Exit.Ok, "maintenance", "list", "--of", "filed-root"))["items"]!.AsArray());
        Assert.Empty((await JsonAsync(Exit.Ok, "maintenance", "list", "--state", "over"))["items"]!.AsArray());
        Assert.Contains("found \"open\"; allowed: active, planned, over", (await RunAsync("maintenance", "list", "--state", "open")).Error, StringComparison.Ordinal);
        Assert.Contains("allowed: only with cron", (await RunAsync("maintenance", "set", "other", "--duration", "1h")).Error, StringComparison.Ordinal);
        Assert.Equal(Exit.Ok, (await RunAsync("maintenance", "delete", "nightly")).Exit);
        Assert.Equal(Exit.NotFound, (await RunAsync("maintenance", "get", "nightly")).Exit);
    }

    [Fact]
    public async Task Uptime_OfAProjectByDeployment_TellsItsTargetsBeside()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("projects", "set", "parted")).Exit);
        Assert.Equal(Exit.Ok, (await RunAsync("targets", "set", "parted", "production", "--url", hub.Good)).Exit);
        var parted = await JsonAsync(Exit.Ok, "projects", "uptime", "parted", "--by-deployment", "--window", "1h");
        Assert.Equal("parted:production", (string?)parted["deployments"]!.AsArray().Single()!["key"]);
        Assert.Contains("parted:production", (await RunAsync("projects", "uptime", "parted", "--by-deployment")).Output, StringComparison.Ordinal);
        Assert.Null((await JsonAsync(Exit.Ok, "projects", "uptime", "parted"))["deployments"]);
        Assert.Equal("1h", (string?)(await JsonAsync(Exit.Ok, "targets", "uptime", "parted", "production", "--window", "1h"))["window"]);
    }

    [Fact]
    public async Task Services_SetFromAFile_TakesYamlAndJson()
    {
        var yaml = new Rig
        {
            Input = $$"""
            project: piped
            name: one
            check: { url: "{{hub.Good}}", headers: { X-Try: 3 }, expect: { status: 200 } }
            interval: 20s
            version: 1.10
            labels: { tier: 1, canary: true }
            """,
        };
        Assert.Equal(Exit.Ok, await yaml.RunAsync("services", "set", "piped-one", "-f", "-", "--hub", hub.Address));
        var one = await JsonAsync(Exit.Ok, "services", "get", "piped-one");
        Assert.Equal(("1.10", "1", "true", "200"), ((string?)one["version"], (string?)one["labels"]!["tier"], (string?)one["labels"]!["canary"], (string?)one["check"]!["expect"]!["status"]));
        var json = new Rig { Input = $$"""{"project":"piped","name":"two","check":{"url":"{{hub.Good}}"},"depends_on":["one"]}""" };
        Assert.Equal(Exit.Ok, await json.RunAsync("services", "set", "piped-two", "-f", "-", "--hub", hub.Address));
        var list = await JsonAsync(Exit.Ok, "services", "list", "--project", "piped");
        Assert.Equal(["piped-one", "piped-two"], list["items"]!.AsArray().Select(item => (string)item!["id"]!));
        var graph = await JsonAsync(Exit.Ok, "graph", "--project", "piped");
        Assert.Equal("piped-two", (string?)graph["edges"]![0]!["from"]);
    }

    [Fact]
    public async Task Services_EvidenceOfAFailedCheck_IsKeptWithItsAnswer()
    {
        Assert.Equal(Exit.Down, (await RunAsync("services", "check", "filed-root")).Exit);
        JsonNode? last;
        do
            last = (await JsonAsync(Exit.Ok, "services", "evidence", "filed-root", "--limit", "1"))["items"]!.AsArray().SingleOrDefault();
        while (last is null);
        Assert.Equal("http_status", (string?)last["failure"]);
        Assert.Contains("HTTP 500 with 2 bytes", last["steps"]!.AsArray().Select(each => (string)each!));
        Assert.Equal("HTTP 500\nContent-Type: application/json\nContent-Length: 2\n\n{}", (string?)last["answer"]);
        Assert.Empty((await JsonAsync(Exit.Ok, "services", "evidence", "filed-leaf"))["items"]!.AsArray());
        Assert.Contains("HTTP 500 with 2 bytes", (await RunAsync("services", "evidence", "filed-root")).Output, StringComparison.Ordinal);
        Assert.Equal(Exit.NotFound, (await RunAsync("services", "evidence", "nobody")).Exit);
    }

    [Fact]
    public async Task Services_CheckOfAMetadataAddress_IsBlocked()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("services", "set", "far-metadata", "--project", "far", "--check", "http://169.254.169.254/latest/")).Exit);
        Assert.Contains("\"blocked\"", (await RunAsync("services", "check", "far-metadata", "--output", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Ok, (await RunAsync("services", "delete", "far-metadata")).Exit);
    }

    [Fact]
    public async Task Services_SetBadly_NamesEveryField()
    {
        var (exit, _, error) = await RunAsync("services", "set", "bad-one", "--check", "nonsense", "--interval", "3");
        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("  project: ", error, StringComparison.Ordinal);
        Assert.Contains("  interval: ", error, StringComparison.Ordinal);
        Assert.Contains("  check.url: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.json", "{\"timestamp\":")]
    [InlineData("out.CSV", "deployment,timestamp,success,status,response_time_ms,failure,message")]
    [InlineData("out", "{\"timestamp\":")]
    public async Task Export_ToAFile_MakesTheFolderAndGoesByTheEnding(string name, string start)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "a", "b", name);

        var written = await JsonAsync(Exit.Ok, "export", file, "--service", "filed-root");

        var text = await File.ReadAllTextAsync(file, Cancel);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Equal(new FileInfo(file).Length, (long)written["bytes"]!);
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task Export_OfACheckWithCredentials_MasksThem()
    {
        using var folder = new TempFolder();
        var url = hub.Good.Replace("://", "://ann:hunter2@", StringComparison.Ordinal) + "?token=hunter3";
        Assert.Equal(Exit.Ok, (await RunAsync("services", "set", "masked-one", "--project", "masked", "--name", "one", "--check", url)).Exit);

        await JsonAsync(Exit.Ok, "export", folder["out.json"], "--service", "masked-one");

        var exported = JsonNode.Parse(await File.ReadAllTextAsync(folder["out.json"], Cancel))!["monitored_deployments"]!["masked-one"]!;
        Assert.Equal(url.Replace("hunter2", "***", StringComparison.Ordinal).Replace("hunter3", "***", StringComparison.Ordinal), (string?)exported["health_check_url"]);
    }

    [Fact]
    public async Task Export_ThatFails_LeavesTheOldFileAsItIs()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["old.json"], "old", Cancel);

        Assert.Equal(Exit.NotFound, (await RunAsync("export", folder["old.json"], "--service", "nobody")).Exit);
        var (exit, _, error) = await RunAsync("export", Path.Combine(folder["old.json"], "below.json"));

        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("below.json was not written: ", error, StringComparison.Ordinal);
        Assert.Equal("old", await File.ReadAllTextAsync(folder["old.json"], Cancel));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Services_DeclaredByTheFile_AreReadOnly()
    {
        var (exit, _, error) = await RunAsync("services", "delete", "filed-leaf");
        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("hale.yaml", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_Check_EndsWithTheStatus()
    {
        Assert.Equal(Exit.Down, (await RunAsync("services", "check", "filed-root")).Exit);
        var leaf = await JsonAsync(Exit.Ok, "services", "check", "filed-leaf");
        Assert.True((bool)leaf["success"]!);
        var (exit, output, _) = await RunAsync("services", "list", "--status", "down", "--project", "filed");
        Assert.Equal(Exit.Ok, exit);
        Assert.Contains("filed-root", output, StringComparison.Ordinal);
        Assert.DoesNotContain("filed-leaf", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_PauseAndResume_ShowInTheService()
    {
        await RunAsync("services", "set", "held-api", "--project", "held", "--name", "api", "--check", hub.Good);
        Assert.True((bool)(await JsonAsync(Exit.Ok, "services", "pause", "held-api"))["paused"]!);
        Assert.False((bool)(await JsonAsync(Exit.Ok, "services", "resume", "held-api"))["paused"]!);
    }

    [Theory]
    [InlineData("history", "points")]
    [InlineData("events", "items")]
    [InlineData("uptime", "window")]
    [InlineData("resources", "points")]
    public async Task Services_LookBack_AnswersAsTheApi(string verb, string field)
    {
        var json = await JsonAsync(Exit.Ok, "services", verb, "filed-root");
        Assert.NotNull(json[field]);
        Assert.Equal(Exit.Ok, (await RunAsync("services", verb, "filed-root")).Exit);
        Assert.Equal(Exit.NotFound, (await RunAsync("services", verb, "nobody")).Exit);
    }

    [Fact]
    public async Task Services_Trend_SetsTheTimeBesideTheOneBefore()
    {
        await RunAsync("services", "check", "filed-root");
        var json = await JsonAsync(Exit.Ok, "services", "trend", "filed-root", "--window", "1h");
        Assert.Equal("1h", (string?)json["window"]);
        var shown = (await RunAsync("services", "trend", "filed-root", "--window", "1h")).Output;
        Assert.Matches("LAST 1H +BEFORE +CHANGE", shown);
        Assert.Matches(@"failures +\d+ of \d+ +0 of 0", shown);
        Assert.Equal(Exit.NotFound, (await RunAsync("services", "trend", "nobody")).Exit);
    }

    [Fact]
    public async Task Explain_SaysWhyAndWhatChangedBefore()
    {
        await RunAsync("services", "set", "why-api", "--project", "why", "--name", "api", "--check", hub.Good);
        await RunAsync("services", "check", "why-api");
        await RunAsync("services", "set", "why-api", "--check", hub.Bad, "--retries", "0");
        Assert.Equal(Exit.Down, (await RunAsync("services", "check", "why-api")).Exit);
        var (exit, output, _) = await RunAsync("explain", "why-api");
        Assert.Equal(Exit.Ok, exit);
        Assert.Contains("HTTP 500", output, StringComparison.Ordinal);
        Assert.Matches(@"why-api +check\.url +\S+/good +\S+/bad +api", output);
        Assert.Equal("down", (string?)(await JsonAsync(Exit.Ok, "explain", "why-api"))["status"]);
        Assert.Equal(Exit.NotFound, (await RunAsync("explain", "nobody")).Exit);
        Assert.Equal(Exit.Ok, (await RunAsync("services", "delete", "why-api")).Exit);
    }

    [Fact]
    public async Task Projects_AndTargets_AreSetShownAndDeleted()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("projects", "set", "made", "--name", "Made", "--label", "a=b")).Exit);
        Assert.Equal("Made", (string?)(await JsonAsync(Exit.Ok, "projects", "get", "made"))["name"]);
        Assert.Equal(Exit.Ok, (await RunAsync("targets", "set", "made", "staging", "--url", hub.Good, "--interval", "30s", "--header", "X-A: b")).Exit);
        Assert.Equal("30s", (string?)(await JsonAsync(Exit.Ok, "targets", "get", "made", "staging"))["interval"]);
        Assert.Single((await JsonAsync(Exit.Ok, "targets", "list", "made"))["items"]!.AsArray());
        Assert.Contains("made", (await RunAsync("projects", "list")).Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Ok, (await RunAsync("targets", "delete", "made", "staging")).Exit);
        Assert.Equal(Exit.NotFound, (await RunAsync("targets", "get", "made", "staging")).Exit);
        Assert.Equal(Exit.Ok, (await RunAsync("projects", "delete", "made")).Exit);
    }

    [Fact]
    public async Task Projects_Health_EndsWithIt()
    {
        await RunAsync("services", "check", "filed-root");
        var json = await JsonAsync(Exit.Down, "projects", "health", "filed");
        Assert.Equal("unhealthy", (string?)json["health"]);

        var table = await RunAsync("projects", "health", "filed");
        Assert.Matches("^filed is unhealthy: .*1 down.*; 1 target, 1 [a-z]+\n", table.Output);
        Assert.Matches("\nproduction +[a-z]+", table.Output);
    }

    [Fact]
    public async Task Projects_HealthOfTargetsAlone_NamesThemAndNoServices()
    {
        Assert.Equal(Exit.Ok, (await RunAsync("monitoring", "start", "bare", "production", "--url", hub.Bad)).Exit);
        await RunAsync("monitoring", "check", "bare", "production");

        var (exit, output, _) = await RunAsync("projects", "health", "bare");

        Assert.NotEqual(Exit.Ok, exit);
        Assert.StartsWith("bare is degraded: 1 target, 1 unhealthy\n", output, StringComparison.Ordinal);
        Assert.Matches("\nproduction +unhealthy +.*HTTP 500", output);
        Assert.Equal(Exit.Ok, (await RunAsync("targets", "delete", "bare", "production")).Exit);
        Assert.Equal(Exit.Ok, (await RunAsync("projects", "delete", "bare")).Exit);
    }

    [Fact]
    public async Task Monitoring_FromAnotherProcess_AnswersLiterally()
    {
        Assert.Equal("""{"success":true}""", await LiteralAsync(Exit.Ok, "monitoring", "start", "cli", "production", "--url", hub.Good));
        var check = JsonNode.Parse(await LiteralAsync(Exit.Ok, "monitoring", "check", "cli", "production"))!;
        Assert.True((bool)check["success"]!);
        Assert.Equal("healthy", (string?)check["health"]!["status"]);
        Assert.Contains("cli:production", await LiteralAsync(Exit.Ok, "monitoring", "list"), StringComparison.Ordinal);
        Assert.Equal("""{"success":true}""", await LiteralAsync(Exit.Ok, "monitoring", "stop", "cli", "production"));
        Assert.Equal("""{"success":true}""", await LiteralAsync(Exit.Ok, "monitoring", "stop", "cli", "unknown"));
        Assert.DoesNotContain("cli:production", await LiteralAsync(Exit.Ok, "monitoring", "list"), StringComparison.Ordinal);
        Assert.StartsWith("""{"success":false,"error":""", await LiteralAsync(Exit.Refused, "monitoring", "start", "Bad Id", "x", "--url", hub.Good), StringComparison.Ordinal);
        Assert.StartsWith("""{"success":false,"error":""", await LiteralAsync(Exit.NotFound, "monitoring", "check", "cli", "nobody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_SomethingDown_SaysWhatAndEndsWithTwo()
    {
        await RunAsync("services", "check", "filed-root");
        var (exit, output, _) = await RunAsync("status");
        Assert.Equal(Exit.Down, exit);
        Assert.StartsWith("Something is down: ", output, StringComparison.Ordinal);
        Assert.Contains("filed-root", output, StringComparison.Ordinal);
        var json = await JsonAsync(Exit.Down, "status");
        Assert.Equal("unhealthy", (string?)json["health"]);
        Assert.Equal("hale", (string?)json["hub"]!["project"]);
    }

    [Fact]
    public async Task Hub_FromTheEnvironment_IsAsked()
    {
        var rig = new Rig();
        rig.Environment["HALE_HUB"] = hub.Address["http://".Length..];
        Assert.Equal(Exit.Ok, await rig.RunAsync("services", "get", "filed-leaf", "--output", "yaml"));
        Assert.StartsWith("id: filed-leaf\n", rig.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hub_NotThere_EndsWithFiveAndAHint()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Unreachable, await rig.RunAsync("status", "--hub", $"http://127.0.0.1:{Ports.Free()}"));
        Assert.Contains("hale serve", rig.Error, StringComparison.Ordinal);
        Assert.Empty(rig.Output);
    }

    [Fact]
    public async Task Hub_AnotherProgram_IsToldApart()
    {
        await using var other = RawSite.Answering(RawSite.Answer(404, "<html>nginx</html>", "Content-Type: text/html\r\n"));
        var rig = new Rig();
        Assert.Equal(Exit.Refused, await rig.RunAsync("services", "get", "x", "--hub", other.Url()));
        Assert.Contains("is this a Hale hub?", rig.Error, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var rig = new Rig();
        var exit = await rig.RunAsync([.. arguments, "--hub", hub.Address]);
        return (exit, rig.Output, rig.Error);
    }

    private async Task<JsonNode> JsonAsync(int exit, params string[] arguments)
    {
        var ran = await RunAsync([.. arguments, "--output", "json"]);
        Assert.True(exit == ran.Exit, $"{string.Join(' ', arguments)}: {ran}");
        return JsonNode.Parse(ran.Output)!;
    }

    private async Task<string> LiteralAsync(int exit, params string[] arguments) => (await JsonAsync(exit, arguments)).ToJsonString();

    private async Task<JsonNode> ApiAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = new(hub.Address) };
        var answer = await http.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }
}
