using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Health;

namespace Hale.Monitoring.Tests.Health;

public sealed class CausesTests
{
    [Fact]
    public void Update_DownDependency_IsTheCauseOfAllAboveIt()
    {
        var causes = With("web: api", "api: db cache");

        Assert.Equal([new("api", "db"), new("web", "db")], causes.Update("db", Status.Down));
        Assert.Equal("db", causes.Of("web"));
        Assert.Null(causes.Of("db"));
        Assert.Empty(causes.Update("db", Status.Down));
        Assert.Equal([new("api", null), new("web", null)], causes.Update("db", Status.Up));
    }

    [Fact]
    public void Update_DownBelowADownOne_IsDeeper()
    {
        var causes = With("web: api", "api: db");
        causes.Update("api", Status.Down);
        Assert.Equal("api", causes.Of("web"));

        Assert.Equal([new("api", "db"), new("web", "db")], causes.Update("db", Status.Down));
        Assert.Empty(causes.Update("api", Status.Up));
        Assert.Empty(causes.Update("api", Status.Down));
        Assert.Equal([new("api", null), new("web", "api")], causes.Update("db", Status.Degraded));
    }

    [Fact]
    public void Update_ThroughOnesThatAreUpOrUnknown_Reaches()
    {
        var causes = With("a: b", "b: c", "c: d");
        causes.Update("b", Status.Up);
        causes.Update("d", Status.Down);
        Assert.Equal(["d", "d", "d"], new[] { "a", "b", "c" }.Select(causes.Of));
    }

    [Fact]
    public void Update_SeveralDown_TakesTheFurthestThenTheFirstById()
    {
        var causes = With("web: near mid", "mid: far-b far-a");
        causes.Update("near", Status.Down);
        causes.Update("far-b", Status.Down);
        Assert.Equal("far-b", causes.Of("web"));
        causes.Update("far-a", Status.Down);
        Assert.Equal("far-a", causes.Of("web"));
    }

    [Fact]
    public void SetGraph_OtherEdges_TellsWhatChanged()
    {
        var causes = With("web: api", "api: db");
        causes.Update("db", Status.Down);

        Assert.Equal([new("web", null)], causes.SetGraph(Graph.Of("web: cache", "api: db")));
        Assert.Equal([new("api", null)], causes.SetGraph(Graph.Of("web: cache")));
        Assert.Equal([new("web", "db")], causes.SetGraph(Graph.Of("web: db")));
    }

    [Fact]
    public void SetGraph_Cycle_IsRefusedAndSpelledOut()
    {
        var causes = With("a: b");
        causes.Update("b", Status.Down);
        Assert.Contains("a -> b -> a", Assert.Throws<ArgumentException>(() => causes.SetGraph(Graph.Of("a: b", "b: a"))).Message, StringComparison.Ordinal);
        Assert.Equal("b", causes.Of("a"));
    }

    [Fact]
    public void Update_InAFleetOfAHundredThousand_TouchesOnlyWhatStandsAbove()
    {
        var causes = new Causes();
        // 1,000 chains of 100 each: a service depends on the next of its chain.
        var fleet = Enumerable.Range(0, 100_000).Where(i => i % 100 != 99).ToDictionary(i => $"s{i}", i => (IReadOnlyList<string>)[$"s{i + 1}"]);
        causes.SetGraph(fleet);

        Assert.Equal(99, causes.Update("s199", Status.Down).Count);
        Assert.Equal(50, causes.Update("s250", Status.Down).Count);
        Assert.Equal(99, causes.Update("s299", Status.Down).Count);
        Assert.Equal("s299", causes.Of("s200"));
    }

    [Fact]
    public void Update_ManyWays_LooksAtEachDependantOnce()
    {
        // Two to the fortieth ways from the top to the bottom: a walk along each would never end.
        var layers = Enumerable.Range(0, 40).SelectMany(i => new[] { $"l{i}: l{i + 1} r{i + 1}", $"r{i}: l{i + 1} r{i + 1}" }).ToArray();
        var causes = With(layers);
        Assert.Equal(80, causes.Update("l40", Status.Down).Count);
        Assert.Equal("l40", causes.Of("r0"));
    }

    [Fact]
    public void AnyHistory_IsAsTheDefinitionSays()
    {
        var changes = (from id in Gen.Choose(0, 11) from status in Gen.Elements(Enum.GetValues<Status>()) select (id, status)).ListOf();
        var edges = (from above in Gen.Choose(0, 10) from below in Gen.Choose(1, 11) select (above, below)).ListOf();
        var lives = (from one in edges from changed in changes from two in edges select (one, changed, two)).ToArbitrary();
        Prop.ForAll(lives, life => Follow(life.one, life.changed, life.two)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static void Follow(IEnumerable<(int Above, int Below)> one, IEnumerable<(int Id, Status Status)> changes, IEnumerable<(int Above, int Below)> two)
    {
        var (causes, statuses, told) = (new Causes(), new Dictionary<string, Status>(), new Dictionary<string, string?>());
        foreach (var edges in new[] { one, two })
        {
            // Numbers grow downwards, so that there is no cycle.
            var graph = edges.Where(edge => edge.Above < edge.Below).GroupBy(edge => edge.Above, edge => $"s{edge.Below}")
                .ToDictionary(group => $"s{group.Key}", group => (IReadOnlyList<string>)[.. group]);
            Hear(causes.SetGraph(graph));
            Compare(graph);
            foreach (var (id, status) in changes)
            {
                statuses[$"s{id}"] = status;
                Hear(causes.Update($"s{id}", status));
                Compare(graph);
            }
        }

        void Hear(IReadOnlyList<KeyValuePair<string, string?>> changed)
        {
            foreach (var (key, cause) in changed)
            {
                Assert.NotEqual(told.GetValueOrDefault(key), cause);
                told[key] = cause;
            }
        }

        void Compare(Dictionary<string, IReadOnlyList<string>> graph)
        {
            foreach (var key in Enumerable.Range(0, 12).Select(i => $"s{i}"))
            {
                var expected = Naive(key, graph, statuses);
                Assert.Equal(expected, causes.Of(key));
                Assert.Equal(expected, told.GetValueOrDefault(key));
            }
        }
    }

    /// <summary>The definition: of everything below that is down and has nothing down below it, the furthest, then the first by id.</summary>
    private static string? Naive(string key, Dictionary<string, IReadOnlyList<string>> graph, Dictionary<string, Status> statuses)
    {
        return Below(key).Keys.Where(id => Down(id) && !Below(id).Keys.Any(Down))
            .OrderByDescending(id => Below(key)[id]).ThenBy(id => id, StringComparer.Ordinal).FirstOrDefault();

        bool Down(string id) => statuses.GetValueOrDefault(id) == Status.Down;

        Dictionary<string, int> Below(string id)
        {
            var furthest = new Dictionary<string, int>();
            Walk(id, 0);
            return furthest;

            void Walk(string at, int distance)
            {
                if (distance > 0)
                    furthest[at] = Math.Max(distance, furthest.GetValueOrDefault(at));
                foreach (var next in (graph.GetValueOrDefault(at) ?? []).Distinct())
                    Walk(next, distance + 1);
            }
        }
    }

    private static Causes With(params string[] lines)
    {
        var causes = new Causes();
        causes.SetGraph(Graph.Of(lines));
        return causes;
    }
}
