using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Cli.Tests.Commands;

/// <summary><c>hale import</c> of histories, against a real hub.</summary>
public sealed class ImportHistoryTests(HubFixture hub)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddHours(-6).ToUnixTimeSeconds());

    [Fact]
    public async Task UptimeKuma_HeartbeatsComeAlong_AndTwiceAddsNothing()
    {
        using var folder = new TempFolder();
        using (var database = Kuma(folder["kuma.db"]))
        {
            Beat(database, 1, 0, 1, "200 - OK", 120);
            Beat(database, 1, 1, 2, "connect ECONNREFUSED 127.0.0.1:80", null);
            Beat(database, 1, 2, 0, "connect ECONNREFUSED 127.0.0.1:80", null);
            Beat(database, 1, 3, 3, "Monitor under maintenance", null);
            Beat(database, 1, 4, 1, "200 - OK", 80);
            Beat(database, 2, 0, 1, "of a group", 1);
        }

        string[] arguments = ["import", "--from", "uptime-kuma", folder["kuma.db"], "--output", "json"];
        var dry = JsonNode.Parse((await RunAsync([.. arguments, "--dry-run"])).Output)!;
        var (exit, output, error) = await RunAsync(arguments);
        var again = JsonNode.Parse((await RunAsync(arguments)).Output)!;

        Assert.Equal((Exit.Ok, 4, 4), (exit, (int)dry["results"]!["added"]!, (int)JsonNode.Parse(output)!["results"]!["added"]!));
        Assert.Contains("kuma.db: heartbeat: not carried over: 1 beats of maintenance, which are no results", error, StringComparison.Ordinal);
        Assert.Equal((0, 4), ((int)again["results"]!["added"]!, (int)again["results"]!["skipped"]!));
        Assert.Equal(["true healthy ", "false healthy refused", "false down refused", "true healthy "], await ExportedAsync("kept-website"));
    }

    [Fact]
    public async Task Gatus_ResultsOfItsDatabase_ComeAlong()
    {
        using var folder = new TempFolder();
        using (Gatus(folder["data.db"]))
        {
        }

        await File.WriteAllTextAsync(folder["config.yaml"], $"endpoints:\n- {{ name: Front, group: gate, url: \"{hub.Good}\", interval: 1m, conditions: [\"[STATUS] == 200\"] }}\n");
        var (exit, output, error) = await RunAsync("import", "--from", "gatus", folder["config.yaml"], "--history", folder["data.db"], "--output", "json");
        var (second, told, alone) = await RunAsync("import", "--from", "gatus", folder["data.db"], "--output", "json");

        var results = JsonNode.Parse(output)!["results"]!;
        Assert.Equal((Exit.Refused, 4), (exit, (int)results["added"]!));
        Assert.Contains("gone-old: line 5: refused by the hub: found no such service or target; allowed: what is declared", alone, StringComparison.Ordinal);
        Assert.Contains("gone-old: ", error, StringComparison.Ordinal);
        Assert.Equal((Exit.Refused, 0, 4), (second, (int)JsonNode.Parse(told)!["results"]!["added"]!, (int)JsonNode.Parse(told)!["results"]!["skipped"]!));
        Assert.Equal(["true healthy ", "false down dns", "false down http_status", "false down body"], await ExportedAsync("gate-front"));
    }

    [Fact]
    public async Task Hale_TakesBackWhatWasExported_AndShowsHowFarItIs()
    {
        using var folder = new TempFolder();
        var lines = Enumerable.Range(0, 2_000).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"success":true,"status":"healthy","response_time_ms":5,"timestamp":{{Start.ToUnixTimeSeconds() + i}}}"""));
        await File.WriteAllTextAsync(
            folder["export.json"],
            $$$$"""{"monitored_deployments":{"back-api":{"health_check_url":"{{{{hub.Good}}}}","check_interval":1,"health_history":[{{{{string.Join(',', lines)}}}}]},"back:there":{"health_history":[]}}}""");

        var missing = await RunAsync("import", "--from", "hale", folder["export.json"], "--no-create");
        var watched = new Rig { Watched = true };
        var exit = await watched.RunAsync("import", "--from", "hale", folder["export.json"], "--hub", hub.Address);
        var export = new Rig { Watched = true };
        await export.RunAsync("export", folder["again.ndjson"], "--service", "back-api", "--to", "1h", "--hub", hub.Address);

        Assert.Equal(Exit.Refused, missing.Exit);
        Assert.Contains("back-api: monitored_deployments.back-api: refused by the hub: found no such service or target; allowed: what is declared (2,000 results)", missing.Error, StringComparison.Ordinal);
        Assert.Equal(Exit.Refused, exit);
        Assert.Equal("results: 2,000 added, 0 there already, 0 refused; created back-api", watched.Output.Trim());
        Assert.Contains($"{folder["export.json"]} 0.", watched.Error, StringComparison.Ordinal);
        Assert.Contains("[####################] 100 %", watched.Error, StringComparison.Ordinal);
        Assert.Contains("back:there: monitored_deployments.back:there: refused by the hub: found neither the service", watched.Error, StringComparison.Ordinal);
        Assert.Matches(@"again\.ndjson 0\.\d MB, [\d,]+ results, [\d,]+/s", export.Error);
        Assert.EndsWith("\r", export.Error, StringComparison.Ordinal);
        Assert.Equal(2_000, (await File.ReadAllLinesAsync(folder["again.ndjson"])).Length);
    }

    [Theory]
    [InlineData("--history", "gatus", "uptime-kuma")]
    [InlineData("--no-create", "hale", "gatus")]
    public async Task Option_OfAnotherTool_IsRefused(string option, string meant, string tool)
    {
        string[] value = option == "--history" ? [option, "file"] : [option];
        var (exit, _, error) = await RunAsync(["import", "--from", tool, "file", .. value]);

        Assert.Equal(Exit.Usage, exit);
        Assert.Contains($"{option}: found it with --from {tool}; allowed: with --from {meant}", error, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params IReadOnlyList<string> arguments)
    {
        var rig = new Rig();
        return (await rig.RunAsync([.. arguments, "--hub", hub.Address]), rig.Output, rig.Error);
    }

    /// <summary>The results of a service that are older than this test.</summary>
    private async Task<IEnumerable<string>> ExportedAsync(string service)
    {
        using var folder = new TempFolder();
        await RunAsync("export", folder["out.ndjson"], "--service", service, "--to", "1h");
        return (await File.ReadAllLinesAsync(folder["out.ndjson"])).Select(line => JsonNode.Parse(line)!)
            .Select(each => $"{each["success"]!.ToJsonString()} {each["status"]} {each["failure"]}");
    }

    private static void Beat(SqliteConnection database, int monitor, int minute, int status, string message, int? ping)
    {
        using var command = database.CreateCommand();
        command.CommandText = "INSERT INTO heartbeat (monitor_id, status, msg, time, ping) VALUES ($monitor, $status, $msg, $time, $ping)";
        command.Parameters.AddWithValue("$monitor", monitor);
        command.Parameters.AddWithValue("$status", status);
        command.Parameters.AddWithValue("$msg", message);
        command.Parameters.AddWithValue("$time", Start.AddMinutes(minute).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue("$ping", (object?)ping ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private SqliteConnection Kuma(string path) => Made(
        path,
        $"""
        CREATE TABLE monitor (id INTEGER PRIMARY KEY, name VARCHAR, active BOOLEAN DEFAULT 1, interval INTEGER, url TEXT, type VARCHAR, parent INTEGER);
        CREATE TABLE heartbeat (id INTEGER PRIMARY KEY, important BOOLEAN DEFAULT 0, monitor_id INTEGER, status SMALLINT, msg TEXT, time DATETIME, ping INTEGER, duration INTEGER);
        INSERT INTO monitor (id, name, type, parent, url, interval) VALUES (1, 'Website', 'http', 2, '{hub.Good}', 60), (2, 'Kept', 'group', NULL, NULL, 60);
        """);

    private static SqliteConnection Gatus(string path)
    {
        string At(int minute) => Start.AddMinutes(minute).ToString("yyyy-MM-dd HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00 +0000 UTC";
        return Made(
            path,
            $"""
            CREATE TABLE endpoints (endpoint_id INTEGER PRIMARY KEY, endpoint_key TEXT UNIQUE, endpoint_name TEXT NOT NULL, endpoint_group TEXT NOT NULL);
            CREATE TABLE endpoint_results (endpoint_result_id INTEGER PRIMARY KEY, endpoint_id INTEGER, success INTEGER, errors TEXT, connected INTEGER, status INTEGER,
              dns_rcode TEXT, certificate_expiration INTEGER, domain_expiration INTEGER, hostname TEXT, ip TEXT, duration INTEGER, timestamp TIMESTAMP);
            INSERT INTO endpoints VALUES (1, 'gate_front', 'Front', 'gate'), (2, 'gone_old', 'Old', 'gone');
            INSERT INTO endpoint_results (endpoint_id, success, errors, connected, status, duration, timestamp) VALUES
              (1, 1, '', 1, 200, 12345678, '{At(0)}'),
              (1, 0, 'lookup front: no such host', 0, 0, 5000, '{At(1)}'),
              (1, 0, '', 1, 503, 9000000, '{At(2)}'),
              (1, 0, '', 1, 200, 9000000, '{At(3)}'),
              (2, 1, '', 1, 200, 9000000, '{At(0)}');
            """);
    }

    private static SqliteConnection Made(string path, string sql)
    {
        var database = new SqliteConnection($"Data Source={path};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // The statements are this file's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        return database;
    }
}
