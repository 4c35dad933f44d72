using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hale.Server.Metrics;

namespace Hale.Server.Tests.Metrics;

public sealed partial class GrafanaBoardTests
{
    private static readonly JsonNode Board = JsonNode.Parse(GrafanaBoard.Open())!;

    [Fact]
    public async Task Queries_AreValidForPromtool()
    {
        var rules = new StringBuilder("groups:\n- name: board\n  rules:\n");
        var queries = Panels().SelectMany(panel => panel["targets"]?.AsArray() ?? []).Select(target => (string)target!["expr"]!).ToArray();
        foreach (var (query, at) in queries.Select((query, at) => (query, at)))
            rules.Append($"  - record: query:{at}\n    expr: {JsonValue.Create(Filled(query)).ToJsonString()}\n");

        var (code, said) = await Promtool.CheckRulesAsync(rules.ToString());

        Assert.True(queries.Length > 20 && code == 0, said);
    }

    [Fact]
    public void Panels_AreNumberedDescribedAndDontOverlap()
    {
        var panels = Panels().ToArray();

        Assert.Equal(panels.Length, panels.Select(panel => (int)panel["id"]!).Distinct().Count());
        Assert.All(panels.Where(panel => (string?)panel["type"] != "row"), panel => Assert.False(string.IsNullOrEmpty((string?)panel["description"])));
        var cells = panels.Select(panel => panel["gridPos"]!).SelectMany(at =>
            from x in Enumerable.Range((int)at["x"]!, (int)at["w"]!) from y in Enumerable.Range((int)at["y"]!, (int)at["h"]!) select (x, y)).ToArray();
        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.x, 0, 23));
    }

    private static IEnumerable<JsonNode> Panels() => Board["panels"]!.AsArray().Select(panel => panel!);

    private static string Filled(string query) => Variable().Replace(query.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$__range", "6h", StringComparison.Ordinal), ".*");

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();
}
