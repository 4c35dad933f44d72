using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

public sealed class ConfigTests(HubFixture hub) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Check_GoodFile_CountsWhatItDeclares()
    {
        var rig = new Rig();
        rig.Environment["HOST"] = "api";
        var file = Write("projects: { shop: { services: { api: { check: \"http://${HOST}/health\" } } } }");
        Assert.Equal(Exit.Ok, await rig.RunAsync("config", "check", file));
        Assert.Equal("ok: 1 project, 1 service\n", rig.Output);
        Assert.Empty(rig.Error);
    }

    [Fact]
    public async Task Check_BadFile_NamesEveryFindingWithItsPlace()
    {
        var rig = new Rig();
        var file = Write("projects:\n  shop:\n    services:\n      api:\n        check: http://api/health\n        intervall: 10s\n        timeout: 5\n");
        Assert.Equal(Exit.Refused, await rig.RunAsync("config", "check", file));
        var lines = rig.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("hale.yaml:6:9: projects.shop.services.api.intervall: unknown key; did you mean interval?", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("hale.yaml:7:18: projects.shop.services.api.timeout: found the number 5", lines[1], StringComparison.Ordinal);
        Assert.Empty(rig.Output);
    }

    /// <summary>What the dashboard shows to be copied.</summary>
    [Fact]
    public async Task Check_OfWhatTheHubWroteOfAService_FindsNothing()
    {
        using var http = new HttpClient { BaseAddress = new(hub.Address) };
        using var made = await http.PutAsync(
            "/api/services/copied-api",
            new StringContent(
                """{"project":"copied","check":{"url":"URL","headers":{"X-A":"true"},"expect":{"body_matches":"^.*${x}?$"}},"labels":{"no":"1"},"interval":"1h"}"""
                    .Replace("URL", hub.Good, StringComparison.Ordinal), System.Text.Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken);
        made.EnsureSuccessStatusCode();
        var definition = JsonNode.Parse(await http.GetStringAsync("/api/services/copied-api/definition", TestContext.Current.CancellationToken))!;
        using var removed = await http.DeleteAsync("/api/services/copied-api", TestContext.Current.CancellationToken);

        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("config", "check", Write(definition["yaml"]!.GetValue<string>())));
        Assert.Equal("ok: 1 project, 1 service\n", rig.Output);
    }

    [Fact]
    public async Task Check_NamedByTheEnvironment_ReadsThatFile()
    {
        var rig = new Rig();
        rig.Environment["HALE_CONFIG"] = _folder["other.yaml"];
        Assert.Equal(Exit.Refused, await rig.RunAsync("config", "check"));
        Assert.Equal("other.yaml: is missing\n", rig.Error);
    }

    [Theory]
    [InlineData("", null, false, Exit.Refused)]
    [InlineData("hub: { allow_exec: true }\n", null, false, Exit.Ok)]
    [InlineData("", "true", false, Exit.Ok)]
    [InlineData("hub: { allow_exec: true }\n", "false", false, Exit.Refused)]
    [InlineData("", null, true, Exit.Ok)]
    public async Task Check_Command_IsAFindingWhereCommandsAreOff(string hub, string? variable, bool line, int code)
    {
        var rig = new Rig();
        if (variable is not null)
            rig.Environment["HALE_ALLOW_EXEC"] = variable;
        var file = Write(hub + "projects: { shop: { services: { disk: { check: { type: exec, command: [df] } } } } }");

        Assert.Equal(code, await rig.RunAsync(["config", "check", file, .. line ? ["--allow-exec"] : Array.Empty<string>()]));

        Assert.Equal(code == Exit.Refused, rig.Error.Contains("check.command: commands are off on this hub", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Schema_Written_IsAJsonSchema()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("config", "schema"));
        Assert.Contains("json-schema.org", (string?)JsonNode.Parse(rig.Output)!["$schema"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_BadSettings_EndsWithThreeAndTouchesNothing()
    {
        var rig = new Rig();
        rig.Environment["HALE_INTERVAL"] = "5";
        Assert.Equal(Exit.Usage, await rig.RunAsync("serve", "--data", _folder["data"], "--urls", "somewhere"));
        Assert.Contains("--urls: found \"somewhere\"", rig.Error, StringComparison.Ordinal);
        Assert.Contains("HALE_INTERVAL: found \"5\"", rig.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Fact]
    public async Task Serve_BadFileAtTheFirstStart_EndsWithThreeAndTheFindings()
    {
        var rig = new Rig();
        var file = Write("projects: { shop: { servces: {} } }");
        Assert.Equal(Exit.Usage, await rig.RunAsync("serve", "--data", _folder["data"], "--config", file, "--urls", "http://127.0.0.1:0"));
        Assert.Contains("hale.yaml:1:21: projects.shop.servces: unknown key; did you mean services?", rig.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        File.WriteAllText(_folder["hale.yaml"], text);
        return _folder["hale.yaml"];
    }
}
