using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>A hub that is killed at any moment has afterwards exactly what its store had acknowledged: nothing twice, nothing missing.</summary>
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
    public async Task KilledAgainAndAgain_HasWhatWasAcknowledgedOnce(int seed)
    {
        var random = new Random(seed);
        var store = new FakeHistoryStore();
        var start = Some.Moment;
        for (var life = 0; life < 8; life++)
        {
            start = await LiveAsync(store, start, random);
            store.Kept = store.Left();

            await using var next = new HistoryRig(store);
            await next.History.LoadAsync(HistoryRig.Cancel);
            foreach (var key in Keys)
                await VerifyAsync(next, store, key);
        }

        Assert.True(store.Batches.Sum(batch => batch.Chunks.Count) > 3, "no chunk was ever full");
        Assert.True(store.Batches.Count(batch => batch.Trim > 0) > 3, "the log was never trimmed");
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

    /// <summary>A run that ends without a word; the moment after it.</summary>
    private static async Task<DateTimeOffset> LiveAsync(FakeHistoryStore store, DateTimeOffset start, Random random)
    {
        var rig = new HistoryRig(store, new() { Ahead = 2_000 });
        rig.Time.Advance(start - rig.Time.GetUtcNow());
        await rig.History.LoadAsync(HistoryRig.Cancel);
        rig.Run();
        for (var turns = random.Next(20, 400); turns > 0; turns--)
        {
            foreach (var key in Keys)
            {
                if (random.Next(4) > 0)
                    rig.Saw(key, random.Next(30) == 0 ? Some.Failure() : Some.Success(10 + random.Next(20)));
            }

            await rig.PassAsync(random.Next(3) == 0 ? 0.3 : 1.1, rig.Idle);
        }

        store.Fault = new IOException("killed");
        rig.Saw("a");
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
