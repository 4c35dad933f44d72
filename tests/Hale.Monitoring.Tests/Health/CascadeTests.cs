using Hale.Monitoring.Health;

namespace Hale.Monitoring.Tests.Health;

public sealed class CascadeTests
{
    [Fact]
    public void FindCycle_Cycle_IsSpelledOut() =>
        Assert.Equal(["a", "b", "c", "a"], Cascade.FindCycle(Graph.Of("a: b", "b: c x", "c: a", "x: y")));

    [Fact]
    public void FindCycle_BehindAPath_LeavesThePathOut() =>
        Assert.Equal(["b", "c", "b"], Cascade.FindCycle(Graph.Of("start: middle", "middle: b", "b: c", "c: b")));

    [Fact]
    public void FindCycle_DependsOnItself_IsACycleOfOne() => Assert.Equal(["a", "a"], Cascade.FindCycle(Graph.Of("a: a")));

    [Fact]
    public void FindCycle_Diamond_IsNone() => Assert.Null(Cascade.FindCycle(Graph.Of("top: left right", "left: base", "right: base")));

    [Fact]
    public void FindCycle_AHundredThousandDeep_NeedsNoStack()
    {
        var deep = Enumerable.Range(0, 100_000).ToDictionary(i => $"s{i}", i => (IReadOnlyList<string>)[$"s{i + 1}"]);
        Assert.Null(Cascade.FindCycle(deep));
        deep["s100000"] = ["s0"];
        Assert.Equal(100_002, Cascade.FindCycle(deep)!.Count);
    }
}

/// <summary>Graphs as a person writes them.</summary>
internal static class Graph
{
    /// <param name="lines"><c>dependant: dependency dependency</c>.</param>
    public static Dictionary<string, IReadOnlyList<string>> Of(params string[] lines) => lines.Select(line => line.Split(": "))
        .ToDictionary(parts => parts[0], parts => (IReadOnlyList<string>)parts[1].Split(' '));
}
