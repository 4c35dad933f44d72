using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Server.Config;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Config;

public sealed class ConfigSchemaTests
{
    private static readonly CheckCatalog Checks = SomeChecks.Catalog(new ManualTime());

    /// <summary>Red? Set HALE_WRITE_SCHEMA=1, run it once more, and commit the difference.</summary>
    [Fact]
    public void Schema_Committed_IsFresh()
    {
        var path = Path.Combine(Root(), "docs", "hale.schema.json");
        if (Environment.GetEnvironmentVariable("HALE_WRITE_SCHEMA") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, ConfigSchema.Json(Checks));
        }

        Assert.Equal(File.ReadAllText(path), ConfigSchema.Json(Checks));
    }

    /// <summary>The reader names what it allows; the schema must allow exactly that.</summary>
    [Theory]
    [InlineData("zz: 1\n", "properties")]
    [InlineData("hub: { zz: 1 }\n", "properties/hub/properties")]
    [InlineData("defaults: { zz: 1 }\n", "$defs/defaults/properties")]
    [InlineData("defaults: { targets: { zz: 1 } }\n", "$defs/defaults/properties/targets/properties")]
    [InlineData("projects: { p: { zz: 1 } }\n", "properties/projects/additionalProperties/properties")]
    [InlineData("projects: { p: {} }\nstatus_pages: { s: { projects: [p], zz: 1 } }\n", "properties/status_pages/additionalProperties/properties")]
    [InlineData("projects: { p: { services: { s: { check: http://a, zz: 1 } } } }\n", "properties/projects/additionalProperties/properties/services/additionalProperties/properties")]
    [InlineData("projects: { p: { targets: { t: { url: http://a, zz: 1 } } } }\n", "properties/projects/additionalProperties/properties/targets/additionalProperties/anyOf/1/properties")]
    [InlineData("projects: { p: { services: { s: { check: { url: http://a, expect: { zz: 1 } } } } } }\n", "$defs/expect/properties")]
    public void Schema_Keys_AreThoseTheReaderAllows(string yaml, string place)
    {
        var line = Assert.Single(ConfigFile.ReadText(yaml, "hale.yaml", new(_ => null, _ => null), Checks).Lines);
        var allowed = line[(line.IndexOf("allowed: ", StringComparison.Ordinal) + 9)..].Split(", ");
        var node = place.Split('/').Aggregate(JsonNode.Parse(ConfigSchema.Json(Checks))!, (at, step) => int.TryParse(step, out var index) ? at[index]! : at[step]!);

        Assert.Equal(allowed, node.AsObject().Select(each => each.Key).Order(StringComparer.Ordinal));
        Assert.False((bool)node.Parent!["additionalProperties"]!);
    }

    [Fact]
    public void Schema_OfEachKind_HasTheKeysTheReaderAllows()
    {
        var kinds = JsonNode.Parse(ConfigSchema.Json(Checks))!["$defs"]!["check"]!["anyOf"]!.AsArray().Skip(1).ToDictionary(
            kind => kind!["properties"]!["type"]!["anyOf"]![0]!["enum"]![0]!.GetValue<string>(), kind => kind!["properties"]!.AsObject());
        Assert.Equal(Checks.Kinds, kinds.Keys.Order(StringComparer.Ordinal));
        foreach (var (kind, properties) in kinds)
        {
            var yaml = $"projects: {{ p: {{ services: {{ s: {{ check: {{ type: {kind}, zz: 1 }} }} }} }} }}\n";
            var line = Assert.Single(
                ConfigFile.ReadText(yaml, "hale.yaml", new(_ => null, _ => null), Checks).Lines, each => each.Contains("check.zz:", StringComparison.Ordinal));
            Assert.Equal(line[(line.IndexOf("allowed: ", StringComparison.Ordinal) + 9)..].Split(", "), properties.Select(each => each.Key).Order(StringComparer.Ordinal));
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "hale.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
