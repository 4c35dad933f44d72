using System.Text.Json.Nodes;
using Hale.Cli.Tests.Importing;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

/// <summary><c>hale import</c>, against a real hub.</summary>
public sealed class ImportTests(HubFixture hub)
{
    private static readonly string[] Secrets = ["secret", "YWRhOnBhc3NzZWNyZXQ", "potato", "5bf66975", "0c8983c9"];

    private static string Kuma => Path.Combine(Reading.Folder, "uptime-kuma.json");

    [Fact]
    public async Task Import_Twice_CreatesAndThenChangesNothing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["gatus.yaml"], Gatus("30s"));
        string[] arguments = ["import", "--from", "gatus", folder["gatus.yaml"]];
        Assert.Equal(["imported-api created", "imported-locked created", "imported-job created"], await OutcomesAsync(Exit.Ok, arguments));
        Assert.Equal(["imported-api unchanged", "imported-locked unchanged", "imported-job unchanged"], await OutcomesAsync(Exit.Ok, arguments));
        await File.WriteAllTextAsync(folder["gatus.yaml"], Gatus("45s"));
        Assert.Equal(["imported-api changed", "imported-locked unchanged", "imported-job unchanged"], await OutcomesAsync(Exit.Ok, arguments));
        var service = JsonNode.Parse((await RunAsync("services", "get", "imported-api", "--output", "json")).Output)!;
        Assert.Equal("45s", (string?)service["interval"]);
        Assert.Equal("api", (string?)service["name"]);
    }

    [Fact]
    public async Task Import_AHeartbeatWithoutAToken_ShowsWhereItIsToCall()
    {
        var rig = new Rig { Input = """{"checks":[{"name":"tokenless","timeout":60,"unique_key":"2872190d95224bad"}]}""" };
        Assert.Equal(Exit.Ok, await rig.RunAsync("import", "--from", "healthchecks", "-", "--output", "json", "--hub", hub.Address));
        Assert.StartsWith($"{hub.Address}/api/heartbeat/", (string?)JsonNode.Parse(rig.Output)!["items"]![0]!["heartbeat_url"], StringComparison.Ordinal);
        Assert.Contains("tokenless: ping_url: ", rig.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gatus", "gatus.yaml")]
    [InlineData("uptime-kuma", "uptime-kuma.json")]
    [InlineData("healthchecks", "healthchecks.json")]
    [InlineData("prometheus", "prometheus.yml")]
    public async Task Import_OfEachTool_IsTakenByTheHubWhole(string tool, string file)
    {
        var (exit, output, error) = await RunAsync("import", "--from", tool, Path.Combine(Reading.Folder, file), "--output", "json");
        Assert.Equal(Exit.Ok, exit);
        var answer = JsonNode.Parse(output)!;
        Assert.NotEmpty(answer["items"]!.AsArray());
        Assert.Equal(
            answer["findings"]!.AsArray().Select(each => $"{each!["item"]}: {each["field"]}: {each["message"]}"), error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        var again = JsonNode.Parse((await RunAsync("import", "--from", tool, Path.Combine(Reading.Folder, file), "--output", "json")).Output)!;
        Assert.All(again["items"]!.AsArray(), item => Assert.Equal("unchanged", (string?)item!["outcome"]));
        Assert.Equal(answer["items"]!.AsArray().Count, again["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    [InlineData("yaml")]
    public async Task Import_DryRun_NeedsNoHubAndShowsNoCredentials(string format)
    {
        var rig = new Rig();
        var hubless = $"http://127.0.0.1:{Ports.Free()}";
        Assert.Equal(Exit.Ok, await rig.RunAsync("import", "--from", "uptime-kuma", Kuma, "--dry-run", "--hub", hubless, "--output", format));
        Assert.Contains("shop-website", rig.Output, StringComparison.Ordinal);
        Assert.Contains("planned", rig.Output, StringComparison.Ordinal);
        Assert.Contains("Broker: type: not carried over: found mqtt", rig.Error, StringComparison.Ordinal);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, rig.Output + rig.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_WhatTheFileDeclares_IsRefusedAndTheRestIsTaken()
    {
        var rig = new Rig { Input = "endpoints: [{ group: filed, name: leaf, url: \"icmp://a\" }, { group: filed, name: beside, url: \"icmp://a\", enabled: false }]" };
        Assert.Equal(Exit.Refused, await rig.RunAsync("import", "--from", "gatus", "-", "--hub", hub.Address));
        Assert.Contains("filed/leaf: filed-leaf: refused by the hub: ", rig.Error, StringComparison.Ordinal);
        Assert.Matches("(?m)^filed-leaf +refused ", rig.Output);
        Assert.Matches("(?m)^filed-beside +created ", rig.Output);
        Assert.Equal(Exit.Ok, (await RunAsync("services", "delete", "filed-beside")).Exit);
    }

    [Theory]
    [InlineData("there is none", "--from", "gatus", "nowhere.yaml")]
    [InlineData("allowed: with --from prometheus", "--from", "gatus", "nowhere.yaml", "--modules", "blackbox.yml")]
    [InlineData("allowed: with --from blackbox", "--from", "gatus", "nowhere.yaml", "--target", "a=b")]
    [InlineData("--from: found \"nagios\"; allowed: blackbox, gatus,", "--from", "nagios", "nowhere.yaml")]
    [InlineData("--from: is missing; needed: blackbox, gatus,", "nowhere.yaml")]
    public async Task Import_MisusedOrWithoutAFile_IsUsage(string message, params string[] arguments)
    {
        var rig = new Rig();
        Assert.Equal(Exit.Usage, await rig.RunAsync(["import", .. arguments]));
        Assert.Contains(message, rig.Error, StringComparison.Ordinal);
        Assert.Empty(rig.Output);
    }

    [Fact]
    public async Task Import_OfAnothersFile_IsUsageAndNamesWhatWasFound()
    {
        var (exit, output, error) = await RunAsync("import", "--from", "gatus", Path.Combine(Reading.Folder, "prometheus.yml"));
        Assert.Equal(Exit.Usage, exit);
        Assert.Contains("found a mapping with global, rule_files, alerting, scrape_configs; allowed: Gatus's configuration", error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Import_WithoutAHub_EndsWithFive() =>
        Assert.Equal(Exit.Unreachable, await new Rig().RunAsync("import", "--from", "uptime-kuma", Kuma, "--hub", $"http://127.0.0.1:{Ports.Free()}"));

    [Fact]
    public async Task Import_TargetsInFiles_AreFoundBesideTheMainOne()
    {
        var (exit, output, _) = await RunAsync(
            "import", "--from", "prometheus", Path.Combine(Reading.Folder, "prometheus.yml"), "--modules", Path.Combine(Reading.Folder, "blackbox.yml"), "--dry-run");
        Assert.Equal(Exit.Ok, exit);
        Assert.Contains("blackbox-more-example-com", output, StringComparison.Ordinal);
    }

    private string Gatus(string interval) =>
        $$"""
        endpoints:
          - { group: imported, name: api, url: "{{hub.Good}}", interval: {{interval}}, conditions: ["[STATUS] == 200"] }
          - { group: imported, name: locked, url: "{{hub.Good}}", headers: { Authorization: Bearer heldsecret }, conditions: ["[STATUS] == 200"] }
        external-endpoints:
          - { group: imported, name: job, token: potato-potato-42, heartbeat: { interval: 1h } }
        """;

    private async Task<IEnumerable<string>> OutcomesAsync(int exit, params string[] arguments)
    {
        var ran = await RunAsync([.. arguments, "--output", "json"]);
        Assert.Equal(exit, ran.Exit);
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, ran.Output + ran.Error, StringComparison.Ordinal));
        return JsonNode.Parse(ran.Output)!["items"]!.AsArray().Select(item => $"{item!["id"]} {item["outcome"]}");
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var rig = new Rig();
        var exit = await rig.RunAsync([.. arguments, "--hub", hub.Address]);
        return (exit, rig.Output, rig.Error);
    }
}
