using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.Explain;
using Hale.Server.Registry;
using Hale.Server.Tests.Registry;

namespace Hale.Server.Tests.Explain;

public sealed class StoryTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Broke = Now.AddMinutes(-12);

    [Fact]
    public async Task Down_BecauseOfFailures_TellsTheRuleTheEvidenceAndWhoKnows()
    {
        var facts = new Facts(await ServiceAsync(), new(Status.Down, Broke, Why.Failures, "connection refused at 10.0.0.7:80", 7, 0, FailureKind.Refused), Now)
        {
            Attempts = [new("shop-api", Now.AddSeconds(-20), Status.Down, null, FailureKind.Refused, "connection refused at 10.0.0.7:80")],
            Evidence = [new(Now.AddSeconds(-20), FailureKind.Refused, "connection refused at 10.0.0.7:80", [], null, null)],
            BrokeAt = Broke,
            Dependants = 3,
        };

        Assert.Equal(
            [
                "shop-api is down since 2026-11-05 09:48:00 UTC, for 12 min: connection refused at 10.0.0.7:80.",
                "The last 7 checks failed. 3 failures in a row are let pass, the next one counts (retries: 3). A success makes it up again.",
                "The last failed check (refused, at 2026-11-05 09:59:40 UTC) said: connection refused at 10.0.0.7:80.",
                "3 services need it, directly or not, and may break with it.",
                "No definition of it or of what it needs changed in the day before it broke.",
                "Nobody was notified: this hub has no channels to notify by.",
            ],
            Tell(facts));
    }

    [Theory]
    [InlineData(7, true, "The last failed check (body, at 2026-11-05 09:59:40 UTC) said: no. The newest evidence kept is of 2026-11-05 09:20:00 UTC: of failures that are alike not each one's is kept.")]
    [InlineData(1, true, "The last failed check (body, at 2026-11-05 09:59:40 UTC) said: no.")]
    [InlineData(7, false, "The newest evidence kept, of 2026-11-05 09:20:00 UTC (refused), says: connection refused.")]
    public async Task Evidence_OlderThanTheLastFailedCheck_IsNotTakenForIt(int failures, bool remembered, string sentence)
    {
        var facts = new Facts(await ServiceAsync(), new(Status.Down, Broke, Why.Failures, "no", failures, 0, FailureKind.Body), Now)
        {
            Attempts = remembered ? [new("shop-api", Now.AddSeconds(-20), Status.Down, null, FailureKind.Body, "no")] : [],
            Evidence = [new(Now.AddMinutes(-40), FailureKind.Refused, "connection refused", [], null, null)],
        };

        Assert.Equal(sentence, Story.Tell(facts).Evidence);
    }

    [Fact]
    public async Task Changes_OfWhatIsUpAgain_AreToldAsPast()
    {
        var service = await ServiceAsync();
        var facts = new Facts(service, new(Status.Up, Broke.AddMinutes(5), Why.Recovered), Now) { BrokeAt = Broke };

        Assert.Equal(
            "No definition of it or of what it needs changed in the day before it last broke, at 2026-11-05 09:48:00 UTC.", Story.Tell(facts).Changes);
        Assert.Equal(
            "It last broke at 2026-11-05 09:48:00 UTC, 3 min after it was declared.",
            Story.Tell(facts with { Service = service with { Declared = service.Declared with { CreatedAt = Broke.AddMinutes(-3) } } }).Changes);
        Assert.Equal(
            "Before it last broke, at 2026-11-05 09:48:00 UTC, definitions changed: its own 3 min before (timeout; over the API).",
            Story.Tell(facts with { Changes = [new("shop-api", Broke.AddMinutes(-3), Origin.Api, null, [new("timeout", "5s", "2s")])] }).Changes);
    }

    [Fact]
    public async Task Down_WithACause_SpellsTheWayToIt()
    {
        var facts = new Facts(await ServiceAsync(), new(Status.Down, Broke, Why.Failures, "timeout", 4, 0, FailureKind.Timeout), Now)
        {
            Needs = [new("shop-cache", new(Status.Up, Broke, Why.FirstSuccess), null)],
            CausePath = ["shop-api", "shop-cache", "shop-disk"],
        };

        Assert.Contains("The cause is shop-disk, which is down: shop-api → shop-cache → shop-disk.", Tell(facts));
    }

    [Fact]
    public async Task Changes_BeforeItBroke_AreToldWithTheirPlace()
    {
        var facts = new Facts(await ServiceAsync(), new(Status.Down, Broke, Why.Failures, "no", 4, 0, FailureKind.Body), Now)
        {
            BrokeAt = Broke,
            Changes =
            [
                new("shop-api", Broke.AddMinutes(-3), Origin.File, "hale.yaml:12", [new("check.url", "a", "b"), new("timeout", "5s", "2s")]),
                new("shop-db", Broke.AddHours(-2), Origin.Api, null, [new("check.url", null, null, Secret: true)]),
                new("shop-db", Broke.AddHours(-3), Origin.File, "hale.yaml:9", []),
                new("shop-db", Broke.AddHours(-4), Origin.Api, null, []),
            ],
        };

        Assert.Contains(
            "Before it broke, definitions changed: its own 3 min before (check.url, timeout; hale.yaml:12); "
            + "that of shop-db 2 h before (check.url (a credential); over the API); that of shop-db 3 h before (something, while the hub did not run; hale.yaml:9) and 1 more.",
            Tell(facts));
    }

    public static TheoryData<Why, Status, string> Rules => new()
    {
        { Why.Slow, Status.Degraded, "An answer that takes longer than 1s makes it degraded at once (degraded_above)." },
        { Why.SoftFailures, Status.Degraded, "Failures of this kind make it degraded and not down (soft_failure)." },
        { Why.BodyDegraded, Status.Degraded, "The answer itself says that it is degraded, and that counts at once." },
        { Why.HubIsolated, Status.Unknown, "The hub itself is cut off: nothing can be known, and nothing is held against the service." },
        { Why.Stopped, Status.Unknown, "Its platform says that it is at rest; that is neither up nor down." },
        { Why.Resumed, Status.Unknown, "It was resumed and has not been checked since." },
        { Why.Recovered, Status.Up, "The last 2 checks failed. That changes nothing yet: 4 in a row make it down." },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_OfEachReason_IsTold(Why why, Status status, string text)
    {
        var facts = new Facts(await ServiceAsync(), new(status, Broke, why, null, 2), Now);

        Assert.Contains(text, string.Join('\n', Tell(facts)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_IsShort_AndSaysWhatItNeeds()
    {
        var service = await ServiceAsync();
        var facts = new Facts(service, new(Status.Up, Broke, Why.FirstSuccess), Now)
        {
            Attempts = [new("shop-api", Now.AddSeconds(-5), Status.Up, 12.34, null, null)],
            Needs = [new("shop-db", new(Status.Degraded, Broke, Why.Slow), null), new("shop-old", null, null)],
        };

        Assert.Equal(
            [
                "shop-api is up since 2026-11-05 09:48:00 UTC, for 12 min.",
                "The last check answered in 12.3 ms at 2026-11-05 09:59:55 UTC.",
                "Of what it needs, shop-db is degraded, shop-old is not declared; nothing is down.",
            ],
            Tell(facts));
        Assert.Equal(["shop-api was not checked yet."], Tell(new(service, Monitoring.Health.Verdict.Unchecked(Now), Now)));
        Assert.Equal(
            ["shop-api is paused since 2026-11-05 09:48:00 UTC: it is not checked and counts nowhere."],
            Tell(new(service with { Paused = true }, new(Status.Unknown, Broke, Why.Paused), Now)));
    }

    [Fact]
    public void Relevance_PutsItsOwnChangesFirst_ThenThoseOfTheCause()
    {
        DefinitionChange Change(string service, int second) => new(service, Now.AddSeconds(second), Origin.Api, null, []);

        Assert.Equal(
            [Change("a", 2), Change("a", 1), Change("c", 3), Change("x", 9)],
            Relevance.Sort([Change("x", 9), Change("c", 3), Change("a", 2), Change("a", 1)], "a", ["a", "b", "c"]),
            (one, other) => one.Service == other.Service && one.At == other.At);
    }

    [Fact]
    public void Breaking_IsTheBeginningOfTheLastTimeItWasNotWell()
    {
        Assert.Null(Breaking.Of([Step(1, Status.Up)]));
        Assert.Equal(Now.AddSeconds(2), Breaking.Of([Step(3, Status.Down), Step(2, Status.Degraded), Step(1, Status.Up)]));
        Assert.Equal(Now.AddSeconds(4), Breaking.Of([Step(5, Status.Up), Step(4, Status.Down), Step(3, Status.Unknown), Step(2, Status.Down)]));

        static Transition Step(int second, Status to) => new(Now.AddSeconds(second), Status.Unknown, to, Why.None, null);
    }

    [Fact]
    public void Reach_GoesTheNearestWayAndStandsCirclesAndBounds()
    {
        var graph = new Dictionary<string, string[]> { ["a"] = ["b", "c"], ["b"] = ["d"], ["c"] = ["d", "a"], ["d"] = ["e"] };
        var from = Reach.From("a", key => graph.GetValueOrDefault(key, []), 100);

        Assert.Equal(["a", "b", "c", "d", "e"], from.Keys.Order());
        Assert.Equal(["a", "b", "d", "e"], Reach.Path("a", "e", from));
        Assert.Equal(["a", "z"], Reach.Path("a", "z", from));
        Assert.Equal(3, Reach.From("a", key => graph.GetValueOrDefault(key, []), 3).Count);
    }

    private static IReadOnlyList<string> Tell(Facts facts) => Story.Sentences(Story.Tell(facts));

    private static Task<ServiceSpec> ServiceAsync() => new RegistryDesk().AddAsync("api");
}
