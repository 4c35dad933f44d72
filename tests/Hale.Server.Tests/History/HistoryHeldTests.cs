using System.Text.Json;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

public sealed class HistoryHeldTests
{
    private readonly FakeHistoryStore _store = new();

    [Fact]
    public async Task Find_KeyThatWasNeverSeen_IsUnknownAndEmpty()
    {
        await using var rig = new HistoryRig(_store);

        Assert.Equal(new Held(Verdict.Unchecked(rig.Time.GetUtcNow()), null, null, 0, null), rig.History.Find("a"));
        Assert.Empty(rig.History.Keys);
    }

    [Fact]
    public async Task Find_AfterResults_HoldsTheLastAndTheDay()
    {
        await using var rig = new HistoryRig(_store);
        rig.Saw("a", Some.Failure(FailureKind.HttpStatus, message: "500") with { Answered = true });
        rig.Saw("a");
        rig.Saw("a");
        rig.Saw("a", Some.Failure(FailureKind.Timeout, message: "no answer"));

        var held = rig.History.Find("a");

        Assert.Equal((Status.Down, 1), (held.Verdict.Status, held.Verdict.Failures));
        Assert.Equal((false, null, FailureKind.Timeout, "no answer"), (held.Last!.Success, held.Last.LatencyMs, held.Last.Failure!.Value, held.Last.Message));
        Assert.Equal((50.0, 2, "no answer"), (held.SuccessRate!.Value, held.ErrorCount, held.LastError));
    }

    [Fact]
    public async Task Find_AnswerWithAnError_HasItsLatency()
    {
        await using var rig = new HistoryRig(_store);
        rig.Saw("a", Some.Failure(FailureKind.HttpStatus) with { Answered = true });

        Assert.Equal(12, rig.History.Find("a").Last!.LatencyMs);
    }

    [Fact]
    public async Task Load_AfterARestart_HoldsTheSame()
    {
        await using var rig = new HistoryRig(_store);
        var details = new Dictionary<string, object?>
        {
            ["version"] = "16.0",
            ["uptime"] = 3600L,
            ["ratio"] = 0.5,
            ["ready"] = true,
            ["nothing"] = null,
            ["counts"] = new Dictionary<string, int> { ["pods"] = 3 },
            ["components"] = new Dictionary<string, object?> { ["db"] = new List<object?> { "up", 1, JsonDocument.Parse("""{"x":[1,"y"]}""").RootElement } },
        };
        rig.Saw("a", Some.Failure(FailureKind.ConnectTimeout, message: "too slow"));
        rig.Saw("a", Some.Success(saysDegraded: true, message: "cache is cold") with
        {
            Details = details,
            Phases = new(0.1, 0.3, null, 11.5, 12.3),
            CertificateExpiresAt = Some.Moment.AddDays(9),
        });
        rig.Saw("shop:production");
        rig.Pause("shop:production");
        rig.Run();
        rig.Stop();
        await rig.Running;

        await using var next = new HistoryRig(new FakeHistoryStore { Kept = _store.Left() });
        await next.History.LoadAsync(HistoryRig.Cancel);

        foreach (var key in (string[])["a", "shop:production"])
        {
            var (before, after) = (rig.History.Find(key), next.History.Find(key));
            Assert.Equal(before.Last!.Details?.ToJsonString(), after.Last!.Details?.ToJsonString());
            Assert.Equal(before with { Last = before.Last with { Details = null } }, after with { Last = after.Last with { Details = null } });
        }

        Assert.Equal(
            """{"version":"16.0","uptime":3600,"ratio":0.5,"ready":true,"nothing":null,"counts":{"pods":3},"components":{"db":["up",1,{"x":[1,"y"]}]}}""",
            next.History.Find("a").Last!.Details!.ToJsonString());
        Assert.Equal(["a", "shop:production"], next.History.Keys.Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"v":3,"status":"up","since":"2026-11-05T10:00:00Z","why":"fast","failures":0,"successes":1,"day":{"from":1,"checks":[]}}""")]
    [InlineData("""{"v":2,"status":"sideways","since":"2026-11-05T10:00:00Z","why":"fast","failures":0,"successes":1,"day":{"from":1,"checks":[]}}""")]
    [InlineData("""{"v":2,"status":"up","since":"2026-11-05T10:00:00Z","why":"fast","failures":0,"successes":1}""")]
    public async Task Load_StateThatIsNotLegible_IsUnknownAndHurtsNobody(string state)
    {
        await using var rig = new HistoryRig(_store);
        _store.Kept = new(
        [
            new(1, "bad", state, null),
            new(2, "good", """{"v":2,"status":"up","since":"2026-11-05T10:00:00Z","why":"fast","failures":0,"successes":1,"day":{"from":9223372036854775807,"checks":[1,2]},"later":1}""", null),
        ], [], 2, 0);

        await rig.History.LoadAsync(HistoryRig.Cancel);

        Assert.Equal((Status.Unknown, Status.Up), (rig.History.Find("bad").Verdict.Status, rig.History.Find("good").Verdict.Status));
    }
}
