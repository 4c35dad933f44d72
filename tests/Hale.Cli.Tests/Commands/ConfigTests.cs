using System.Net.Http.Headers;
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

    [Fact]
    public async Task Check_AsJson_ToldAsData()
    {
        var rig = new Rig();
        var file = Write("projects:\n  shop:\n    services:\n      api:\n        check: http://api/health\n        intervall: 10s\n");
        Assert.Equal(Exit.Refused, await rig.RunAsync("config", "check", file, "-o", "json"));
        Assert.Empty(rig.Error);
        var finding = Assert.Single(JsonNode.Parse(rig.Output)!["findings"]!.AsArray())!;
        Assert.Equal((6, 9, "projects.shop.services.api.intervall"), ((int)finding["line"]!, (int)finding["column"]!, (string)finding["path"]!));
        Assert.StartsWith("unknown key; did you mean interval?", (string)finding["message"]!, StringComparison.Ordinal);

        var good = new Rig();
        Assert.Equal(Exit.Ok, await good.RunAsync("config", "check", Write("projects: { shop: {} }"), "-o", "json"));
        var said = JsonNode.Parse(good.Output)!;
        Assert.Equal(("hale.yaml", 1, 0, 0), ((string)said["file"]!, (int)said["projects"]!, (int)said["services"]!, said["findings"]!.AsArray().Count));

        var missing = new Rig();
        Assert.Equal(Exit.Refused, await missing.RunAsync("config", "check", "--output", "json", "--", "--weird"));
        Assert.Equal(("--weird", "is missing"), ((string)JsonNode.Parse(missing.Output)!["file"]!, (string)JsonNode.Parse(missing.Output)!["findings"]![0]!["message"]!));
    }

    [Fact]
    public async Task Schema_AndCompletion_AsYaml_SayTheSame()
    {
        var schema = new Rig();
        Assert.Equal(Exit.Ok, await schema.RunAsync("config", "schema", "-o", "yaml"));
        Assert.Contains("title: hale.yaml\n", schema.Output, StringComparison.Ordinal);
        var (script, data) = (new Rig(), new Rig());
        Assert.Equal(Exit.Ok, await script.RunAsync("completion", "fish"));
        Assert.Equal(Exit.Ok, await data.RunAsync("completion", "fish", "-o", "json"));
        Assert.Equal(script.Output.TrimEnd(), ((string)JsonNode.Parse(data.Output)!["script"]!).TrimEnd());
    }

    /// <summary>What the dashboard shows to be copied.</summary>
    [Fact]
    public async Task Check_OfWhatTheHubWroteOfAService_FindsNothing()
    {
        using var http = new HttpClient { BaseAddress = new(hub.Address) };
        var body =
            $$$"""
            {"project":"copied","check":{"url":"{{{hub.Good}}}","headers":{"X-A":"true"},"expect":{"body_matches":"^.*${x}?$"}},"labels":{"no":"1"},"interval":"1h"}
            """;
        using var made = await http.PutAsync("/api/services/copied-api", new StringContent(body, new MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);
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
