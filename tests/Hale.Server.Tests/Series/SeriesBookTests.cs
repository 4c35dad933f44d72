using Hale.Server.Series;
using Hale.Server.Tests.Series.Coding;

namespace Hale.Server.Tests.Series;

public sealed class SeriesBookTests : IAsyncLifetime
{
    private static readonly SeriesName A = SeriesName.Of("a", ("service", "one"));
    private static readonly SeriesName B = SeriesName.Of("b", ("service", "two"));

    private readonly SeriesPlace _place = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task Samples_OfASecond_AreOneBatch()
    {
        await using var rig = await SeriesRig.StartAsync(_place);
        rig.Take(A, 1);
        await rig.PassAsync(0.1);
        for (var i = 0; i < 100; i++)
            Assert.True(rig.Take(i % 2 == 0 ? A : B, i));
        await rig.PassAsync(0.8);
        Assert.Equal(1, _place.Batches);
        Assert.Equal(100, rig.Book.Unwritten);

        await rig.PassAsync(0.2);

        Assert.Equal((2, 0, 0L), (_place.Batches, rig.Book.Unwritten, rig.Book.Lost));
    }

    [Fact]
    public async Task NothingToDo_AllLoopsAreAlive()
    {
        await using var rig = await SeriesRig.StartAsync(_place);
        for (var minute = 0; minute < 10; minute++)
        {
            await rig.PassAsync(60);
            Assert.DoesNotContain(rig.Vitals.Loops, loop => loop.Stuck);
        }

        rig.Take(A, 1);
        await rig.PassAsync(1);
        Assert.Equal(0, rig.Book.Unwritten);
    }

    /// <summary>A hub that is killed at any moment has afterwards exactly what its store had acknowledged.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task KilledAgainAndAgain_HasWhatWasAcknowledgedOnce(int seed)
    {
        var (random, start, n) = (new Random(seed), (DateTimeOffset?)null, 0);
        var acknowledged = new Dictionary<SeriesName, List<Measure>> { [A] = [], [B] = [] };
        for (var life = 0; life < 6; life++)
        {
            var rig = await SeriesRig.StartAsync(_place, new() { Ahead = 2_000 }, start);
            await VerifyAsync(rig, acknowledged);
            var fresh = new List<(SeriesName, Measure)>();
            for (var turns = random.Next(20, 150); turns > 0; turns--)
            {
                foreach (var name in acknowledged.Keys)
                {
                    for (var times = random.Next(8); times > 0; times--)
                    {
                        var sample = new Measure(rig.Now.ToUnixTimeMilliseconds() - random.Next(3_000), n++ / 8.0);
                        rig.Book.Take(name, sample);
                        fresh.Add((name, sample));
                    }
                }

                await rig.PassAsync(random.Next(3) == 0 ? 0.3 : 1.1);
                if (rig.Book.Unwritten > 0)
                    continue;
                foreach (var (name, sample) in fresh)
                    acknowledged[name].Add(sample);
                fresh.Clear();
            }

            // Some samples more than are written: of these the killed hub knows nothing.
            await rig.PassAsync(3);
            foreach (var (name, sample) in fresh)
                acknowledged[name].Add(sample);
            _place.Fault = new IOException("killed");
            rig.Take(A, -1);
            await rig.DisposeAsync();
            (_place.Fault, start) = (null, rig.Now);
        }

        Assert.True(_place.Chunks > 3, "no chunk was ever full");
        Assert.True(_place.Trims > 3, "the log was never cut");
    }

    [Fact]
    public async Task FailingStore_IsTriedAgainAndNothingIsMissing()
    {
        await using var rig = await SeriesRig.StartAsync(_place);
        _place.Fault = new IOException("the disk is full");
        for (var i = 0; i < 100; i++)
        {
            rig.Take(A, i);
            await rig.PassAsync(1);
        }

        Assert.Equal(100, rig.Book.Unwritten);
        var waiting = rig.Book.WrittenAsync();
        _place.Fault = null;
        await rig.PassAsync(60);

        await waiting;
        Assert.Equal((0, 0L), (rig.Book.Unwritten, rig.Book.Lost));
        Assert.Equal(100, (await rig.SamplesAsync(A)).Length);
    }

    [Fact]
    public async Task StoreThatRefusesForGood_LosesTheBatchAndSaysSo()
    {
        await using var rig = await SeriesRig.StartAsync(_place);
        rig.Take(A, 1);
        await rig.PassAsync(2);
        _place.Fault = new InvalidDataException("never");
        rig.Take(A, 2);
        var waiting = rig.Book.WrittenAsync();
        await rig.PassAsync(2);
        _place.Fault = null;
        rig.Take(A, 3);
        await rig.PassAsync(2);

        await Assert.ThrowsAsync<InvalidDataException>(() => waiting);
        Assert.Equal((0, 1L), (rig.Book.Unwritten, rig.Book.Lost));
    }

    [Fact]
    public async Task MoreThanIsHeld_IsRefusedAndCounted()
    {
        await using var rig = await SeriesRig.StartAsync(_place, new() { Capacity = 10 });
        _place.Fault = new IOException("the disk is full");

        Assert.Equal(10, Enumerable.Range(0, 15).Count(i => rig.Take(A, i)));

        Assert.Equal((10, 5L), (rig.Book.Unwritten, rig.Book.Lost));
        _place.Fault = null;
        await rig.PassAsync(60);
        Assert.Equal((0, 5L), (rig.Book.Unwritten, rig.Book.Lost));
    }

    [Fact]
    public async Task MoreSeriesThanMayBe_AreRefusedUntilSomeGo()
    {
        await using var rig = await SeriesRig.StartAsync(_place, new() { MaxSeries = 1 });

        Assert.True(rig.Take(A, 1));
        Assert.False(rig.Book.HasRoom([A, B]));
        Assert.False(rig.Take(B, 1));
        Assert.True(rig.Take(A, 2));
        rig.Book.Forget(name => name["service"] == "one");
        Assert.True(rig.Take(B, 2));

        Assert.Equal((1, 1L), (rig.Book.Count, rig.Book.Lost));
    }

    [Fact]
    public async Task OutOfOrderAndDoubled_AreKeptByTheStatedRule()
    {
        await using (var rig = await SeriesRig.StartAsync(_place))
        {
            var at = rig.Now.ToUnixTimeMilliseconds();
            foreach (var (behind, value) in (ReadOnlySpan<(int, double)>)[(0, 1), (5_000, 2), (0, 3), (60_000, double.NaN), (5_000, 4)])
                rig.Book.Take(A, new(at - behind, value));
            Assert.Equal([double.NaN, 4, 3], (await rig.SamplesAsync(A)).Select(sample => sample.Value));
            await rig.PassAsync(2);
        }

        await using var next = await SeriesRig.StartAsync(_place);
        Assert.Equal([double.NaN, 4, 3], (await next.SamplesAsync(A)).Select(sample => sample.Value));
    }

    [Fact]
    public async Task Forgotten_IsGoneForGood_AndBeginsAnew()
    {
        await using (var rig = await SeriesRig.StartAsync(_place))
        {
            rig.Take(A, 1);
            rig.Take(B, 1);
            await rig.PassAsync(2);
            rig.Book.Forget(name => name == A);
            rig.Take(A, 2);
            await rig.PassAsync(2);
        }

        await using var next = await SeriesRig.StartAsync(_place);

        Assert.Equal([2], (await next.SamplesAsync(A)).Select(sample => sample.Value));
        Assert.Equal([1], (await next.SamplesAsync(B)).Select(sample => sample.Value));
    }

    [Fact]
    public async Task Find_ByMatchers_HasTheLastSampleOfEach_AlsoAfterAStart()
    {
        await using (var rig = await SeriesRig.StartAsync(_place))
        {
            // More than a chunk: the last one stays known.
            for (var i = 0; i < 600; i++)
                rig.Take(A, i);
            rig.Take(B, 7);
            await rig.PassAsync(5);
        }

        await using var next = await SeriesRig.StartAsync(_place);

        Assert.Equal([(A, 599d), (B, 7d)], next.Book.Find().Select(each => (each.Name, each.Last.Value)));
        Assert.Equal([B], next.Book.Find(Matcher.TryMake("service", MatchKind.Like, "t.*", out _)!).Select(each => each.Name));
        Assert.Empty(next.Book.Find(Matcher.Is("service", "one"), Matcher.Is(SeriesName.MetricLabel, "b")));
    }

    /// <summary>Beyond 30 days hours answer as the single samples did.</summary>
    [Fact]
    public async Task OldSamples_AreAnsweredFromSumsOfHours_AndGoAfterAYear()
    {
        await using var rig = await SeriesRig.StartAsync(_place, new() { Every = TimeSpan.FromMinutes(10), AheadFor = TimeSpan.FromDays(1) });
        var (from, to) = (rig.Now.AddMinutes(-rig.Now.Minute), rig.Now.AddDays(5));
        while (rig.Now < to)
        {
            rig.Take(A, Math.Round(50 + 40 * Math.Sin(rig.Now.Hour), 1));
            await rig.PassAsync(600);
        }

        var before = await rig.Book.StepsAsync(A, from, to, 120, SeriesRig.Cancel);
        Assert.Equal(TimeSpan.FromHours(1), before.Length);
        await rig.PassAsync(TimeSpan.FromDays(40).TotalSeconds);
        var after = await rig.Book.StepsAsync(A, from, to, 120, SeriesRig.Cancel);

        Assert.True(before.Items.Count >= 119);
        Assert.Equal(before.Items.Select(Rounded), after.Items.Select(Rounded));
        // What is in no chunk yet stays; a chunk is gone with its last sample.
        Assert.True((await rig.SamplesAsync(A)).Length < 512);
        var day = await rig.Book.StepsAsync(A, from, to, 5, SeriesRig.Cancel);
        Assert.Equal((after.Items.Sum(step => step.Count), after.Items.Max(step => step.Max)), (day.Items.Sum(step => step.Count), day.Items.Max(step => step.Max)));

        await rig.PassAsync(TimeSpan.FromDays(370).TotalSeconds);

        Assert.Empty(rig.Book.Find());
        Assert.Empty((await rig.Book.StepsAsync(A, from, to, 120, SeriesRig.Cancel)).Items);

        static (DateTimeOffset, long, double, double, double) Rounded(Step step) => (step.At, step.Count, step.Min, Math.Round(step.Avg, 6), step.Max);
    }

    private static async Task VerifyAsync(SeriesRig rig, Dictionary<SeriesName, List<Measure>> acknowledged)
    {
        foreach (var (name, samples) in acknowledged)
        {
            var expected = new SortedDictionary<long, Measure>();
            foreach (var sample in samples)
                expected[sample.At] = sample;
            Assert.Equal(Sequences.Bits(expected.Values), Sequences.Bits(await rig.SamplesAsync(name)));
        }
    }
}
