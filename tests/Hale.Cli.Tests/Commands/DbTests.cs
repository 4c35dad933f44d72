using System.Text.Json.Nodes;
using Hale.Cli.Tests.Commands;
using Hale.Server;
using Hale.Tests.Kit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Hale.Cli.Tests.Commands;

/// <summary>One PostgreSQL for the commands that need one.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? default;
}

/// <summary>A hub's database looked at, brought up to date, and taken elsewhere, on either kind.</summary>
public sealed class DbTests(PostgresFixture postgres) : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Migrate_NewDatabase_DryThenForReal_AndStatusTellsEach(bool onPostgres)
    {
        var where = onPostgres ? (string[])["--postgres", await postgres.Server.DatabaseAsync(), "--data", Data] : ["--data", Data];

        var (_, untouched) = await JsonAsync(Exit.Degraded, ["db", "status", .. where]);
        var (_, dry) = await JsonAsync(Exit.Ok, ["db", "migrate", "--dry-run", .. where]);
        var (_, still) = await JsonAsync(Exit.Degraded, ["db", "status", .. where]);
        var (_, real) = await JsonAsync(Exit.Ok, ["db", "migrate", .. where]);
        var (_, done) = await JsonAsync(Exit.Ok, ["db", "status", .. where]);
        var (_, again) = await JsonAsync(Exit.Ok, ["db", "migrate", .. where]);

        Assert.Equal((0, 0), ((int)untouched["schema"]!, (int)still["schema"]!));
        Assert.Equal((int)done["known"]!, (int)done["schema"]!);
        Assert.True((long)done["bytes"]! > 0);
        Assert.Equal(dry["migrations"]!.AsArray().Select(each => (string?)each!["name"]), real["migrations"]!.AsArray().Select(each => (string?)each!["name"]));
        Assert.All(done["migrations"]!.AsArray(), each => Assert.NotNull(each!["applied_at"]));
        Assert.Empty(again["migrations"]!.AsArray());
    }

    [Fact]
    public async Task Status_ForPeople_HasALineForEachMigration()
    {
        await RunAsync("db", "migrate", "--data", Data);

        var (exit, output, _) = await RunAsync("db", "status", "--data", Data);

        Assert.Equal(Exit.Ok, exit);
        Assert.Contains("0001-first ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("pending", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Db_NamedByTheFile_IsTheOneTheHubHas()
    {
        var url = await postgres.Server.DatabaseAsync();
        await File.WriteAllTextAsync(_folder["hale.yaml"], $"hub: {{ postgres: \"{url}\", data: \"{Data}\" }}\n");

        var (_, status) = await JsonAsync(Exit.Degraded, ["db", "status", "--config", _folder["hale.yaml"]]);

        Assert.StartsWith($"postgres://127.0.0.1:{postgres.Server.Port}/own", (string?)status["database"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Db_OfANewerHale_IsRefused()
    {
        var url = await postgres.Server.DatabaseAsync();
        await RunAsync("db", "migrate", "--postgres", url, "--data", Data);
        await postgres.Server.SqlAsync("INSERT INTO hale.schema_version VALUES (9999, 'later', 0)", url[(url.LastIndexOf('/') + 1)..]);

        foreach (var verb in new[] { "status", "migrate" })
        {
            var (exit, _, error) = await RunAsync("db", verb, "--postgres", url, "--data", Data);
            Assert.Equal(Exit.Refused, exit);
            Assert.Contains("a newer Hale wrote this database (schema 9999", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Db_ThatCantBeReached_IsToldWithoutCredentials()
    {
        var (exit, output, error) = await RunAsync("db", "status", "--postgres", $"postgres://ada:s3cret@127.0.0.1:{Ports.Free()}/hale");
        var (usage, _, wrong) = await RunAsync("db", "status", "--postgres", "postgres://ada:s3cret@db:x/hale");

        Assert.Equal((Exit.Refused, Exit.Usage), (exit, usage));
        Assert.Contains("the database doesn't answer", error, StringComparison.Ordinal);
        Assert.Contains("--postgres: found an address that can't be used (the port is no number", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output + error + wrong, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MigrateStore_ToPostgresAndBack_IsTheSameHub()
    {
        var url = await postgres.Server.DatabaseAsync();
        var services = await DeclareAsync(new() { Data = Data });

        var (error, there) = await JsonAsync(Exit.Ok, ["migrate-store", "--from", Data, "--to", url]);
        Assert.Contains("declarations: ", error, StringComparison.Ordinal);
        Assert.Equal(services, await ServicesAsync(new() { Data = _folder["other"], Postgres = url }));
        var (_, back) = await JsonAsync(Exit.Ok, ["migrate-store", "--from", url, "--to", _folder["back"]]);
        Assert.Equal(services, await ServicesAsync(new() { Data = _folder["back"] }));

        Assert.True((long)there["rows"]! > 2);
        Assert.True((long)back["rows"]! >= (long)there["rows"]!);
    }

    [Fact]
    public async Task MigrateStore_OntoData_NeedsForce()
    {
        var url = await postgres.Server.DatabaseAsync();
        await DeclareAsync(new() { Data = Data });
        Assert.Equal(Exit.Ok, (await RunAsync("migrate-store", "--from", Data, "--to", url)).Exit);

        var (refused, _, error) = await RunAsync("migrate-store", "--from", Data, "--to", url);
        var (_, forced) = await JsonAsync(Exit.Ok, ["migrate-store", "--from", Data, "--to", url, "--force"]);

        Assert.Equal(Exit.Refused, refused);
        Assert.Contains("replace them with --force", error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was copied", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("schema hale_before_", (string?)forced["before"], StringComparison.Ordinal);
        Assert.Equal(Exit.Usage, (await RunAsync("migrate-store", "--from", url, "--to", url)).Exit);
    }

    [Fact]
    public async Task Backup_OfAHubOnPostgres_IsRestoredIntoEither()
    {
        var (url, other) = (await postgres.Server.DatabaseAsync(), await postgres.Server.DatabaseAsync());
        var settings = new HubSettings { Data = Data, Postgres = url };
        var services = await DeclareAsync(settings);
        await using (var hub = await StartAsync(settings))
            Assert.Equal((Exit.Ok, ""), await LeastAsync("backup", _folder["hale.backup"], "--hub", Address(hub)));

        Assert.Equal((Exit.Ok, ""), await LeastAsync("restore", _folder["hale.backup"], "--data", _folder["file"]));
        Assert.Equal((Exit.Ok, ""), await LeastAsync("restore", _folder["hale.backup"], "--data", _folder["folder"], "--postgres", other));
        var (refused, _) = await LeastAsync("restore", _folder["hale.backup"], "--data", _folder["folder"], "--postgres", other);

        Assert.Equal(services, await ServicesAsync(new() { Data = _folder["file"] }));
        Assert.Equal(services, await ServicesAsync(new() { Data = _folder["folder"], Postgres = other }));
        Assert.Equal(Exit.Refused, refused);
        Assert.Empty(Directory.GetFiles(_folder["folder"], "*.restored*"));
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(params string[] line)
    {
        var rig = new Rig();
        return (await rig.RunAsync(line), rig.Output, rig.Error);
    }

    private static async Task<(int Exit, string Error)> LeastAsync(params string[] line)
    {
        var (exit, _, error) = await RunAsync(line);
        return (exit, error);
    }

    private static async Task<(string Error, JsonNode Json)> JsonAsync(int expected, string[] line)
    {
        var (exit, output, error) = await RunAsync([.. line, "--output", "json"]);
        Assert.True(exit == expected, $"{string.Join(' ', line)} ended with {exit}: {error}");
        return (error, JsonNode.Parse(output)!);
    }

    private static string Address(Hub hub) => hub.Addresses[0].GetLeftPart(UriPartial.Authority);

    private Task<Hub> StartAsync(HubSettings settings) => Hub.StartAsync(
        settings with { Urls = "http://127.0.0.1:0", Config = _folder["none.yaml"], LogLevels = "Hale=none,Microsoft=none,System=none" }, cancel: Cancel);

    /// <summary>A hub that declares services over its API.</summary>
    private async Task<string> DeclareAsync(HubSettings settings)
    {
        await using (var hub = await StartAsync(settings))
        {
            foreach (var name in new[] { "api", "web" })
                Assert.Equal(Exit.Ok, (await RunAsync("services", "set", $"shop-{name}", "--project", "shop", "--check", "heartbeat:", "--hub", Address(hub))).Exit);
        }

        return await ServicesAsync(settings);
    }

    private async Task<string> ServicesAsync(HubSettings settings)
    {
        await using var hub = await StartAsync(settings);
        var (_, list) = await JsonAsync(Exit.Ok, ["services", "list", "--hub", Address(hub)]);
        return string.Join(' ', list["items"]!.AsArray().Select(each => $"{each!["id"]} {each["etag"]} {each["created_at"]}"));
    }
}
