using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>A hub that ends in order, or is killed at any moment, has afterwards exactly what its store had acknowledged: nothing twice, nothing missing.</summary>
public sealed class HistoryReplayTests
{
    private static readonly string[] Keys = ["a", "b", "c"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task KilledAgainAndAgain_HasWhatWasAcknowledgedOnce(int seed)
    {
        var random = new Random(seed);
        var store = new FakeHistoryStore();
        var start = Some.Moment;
        for (var life = 0; life < 8; life++)
        {
            start = await LiveAsync(store, start, random, [.. Keys.Where(_ => life == 0 || random.Next(4) > 0)]);
            store.Kept = store.Left();

            await using var next = new HistoryRig(store);
            await next.History.LoadAsync(HistoryRig.Cancel);
            foreach (var key in Keys)
                await VerifyAsync(next, store, key);
        }

        Assert.True(store.Batches.Sum(batch => batch.Chunks.Count) > 0, "no chunk was ever full");
        Assert.True(store.Batches.Any(batch => batch.Trim > 0), "the log was never trimmed");
    }

    /// <summary>A run that ends in order saves all states, and leaves the results in the log.</summary>
    [Fact]
    public async Task Results_OfOneThatIsNotCheckedAgain_StayWhenTheLogIsTrimmed()
    {
        var store = new FakeHistoryStore();
        foreach (var key in new[] { "a", "b" })
        {
            await using var rig = new HistoryRig(store, new() { Ahead = 2_000 });
            await rig.History.LoadAsync(HistoryRig.Cancel);
            rig.Run();
            for (var turn = 0; turn < 20 || (key == "b" && store.Batches.All(batch => batch.Trim == 0)); turn++)
            {
                rig.Saw(key);
                await rig.PassAsync(1.1, rig.Idle);
            }

            rig.Stop();
            await rig.Running;
            store.Kept = store.Left();
        }

        await using var next = new HistoryRig(store);
        await next.History.LoadAsync(HistoryRig.Cancel);

        Assert.Equal(20, (await next.History.SamplesAsync("a", Some.Moment, Some.Moment.AddDays(1), HistoryRig.Cancel)).Count());
    }

    [Fact]
    public async Task ForgottenSeries_InTheLog_BelongToNobody()
    {
        var store = new FakeHistoryStore();
        await using (var rig = new HistoryRig(store))
        {
            rig.Run();
            rig.Saw("a");
            await rig.PassAsync(2, rig.Idle);
            rig.History.Forget("a");
            rig.Saw("a", Some.Success(message: "again"));
            await rig.PassAsync(2, rig.Idle);
        }

        store.Kept = store.Left();
        await using var next = new HistoryRig(store);
        await next.History.LoadAsync(HistoryRig.Cancel);

        Assert.Equal(["again"], (await next.History.RecentAsync("a", 10, HistoryRig.Cancel)).Select(sample => sample.Message));
    }

    /// <summary>A run in which some are checked, and which ends in order or without a word; the moment after it.</summary>
    private static async Task<DateTimeOffset> LiveAsync(FakeHistoryStore store, DateTimeOffset start, Random random, string[] keys)
    {
        var rig = new HistoryRig(store, new() { Ahead = 2_000 });
        rig.Time.Advance(start - rig.Time.GetUtcNow());
        await rig.History.LoadAsync(HistoryRig.Cancel);
        rig.Run();
        for (var turns = random.Next(20, 600); turns > 0; turns--)
        {
            foreach (var key in keys)
            {
                if (random.Next(4) > 0)
                    rig.Saw(key, random.Next(30) == 0 ? Some.Failure() : Some.Success(10 + random.Next(20)));
            }

            await rig.PassAsync(random.Next(3) == 0 ? 0.3 : 1.1, rig.Idle);
        }

        if (random.Next(3) > 0)
        {
            store.Fault = new IOException("killed");
            rig.Saw("a");
        }

        await rig.DisposeAsync();
        store.Fault = null;
        return rig.Time.GetUtcNow();
    }

    private static async Task VerifyAsync(HistoryRig rig, FakeHistoryStore store, string key)
    {
        var expected = store.Samples.Where(sample => sample.Key == key).ToArray();
        var (from, to) = (Some.Moment, Some.Moment.AddDays(1));

        Assert.Equal(expected, await rig.History.SamplesAsync(key, from, to, HistoryRig.Cancel));
        Assert.Equal(expected.Reverse().Take(50), await rig.History.RecentAsync(key, 50, HistoryRig.Cancel));
        var points = await rig.History.PointsAsync(key, from, to, 100, HistoryRig.Cancel);
        Assert.Equal((expected.Length, expected.Count(sample => !sample.Success)), (points.Items.Sum(point => point.Checks), points.Items.Sum(point => point.Failures)));
        var held = rig.History.Find(key);
        var inARow = expected.Reverse().TakeWhile(sample => sample.Success).Count();
        Assert.Equal((expected[^1].Status, inARow), (held.Verdict.Status, held.Verdict.Successes));
        Assert.Equal((expected[^1].At, expected.Count(sample => !sample.Success)), (held.Last!.At, (int)held.ErrorCount));
    }
}
