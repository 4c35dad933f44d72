using Hale.Monitoring.Health;
using Hale.Server.History;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Contracts.Tests;

/// <summary>What must be kept of a <see cref="Flood"/>, over many starts on the same data.</summary>
internal sealed class Ledger
{
    // Everything is looked at every so often; in between, what the last starts can have touched.
    private const int Whole = 20;
    private const long Lately = 20_000;

    private readonly HashSet<long> _missing = [];
    private int _round;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The number of the next result that nothing is known of.</summary>
    public long Next { get; private set; }

    /// <summary>How many results before that are not kept.</summary>
    public int Missing => _missing.Count;

    /// <summary>
    /// Reads what is kept as a start does. What was acknowledged is kept once. Of what came after it, of each series what came first, once; that a later start finds
    /// the same.
    /// </summary>
    public async Task VerifyAsync(Place place, long acknowledged, string when)
    {
        var history = new History(place.Stores.History, new(), new(TimeProvider.System), TimeProvider.System, NullLogger<History>.Instance);
        await history.LoadAsync(Cancel);
        var found = new HashSet<long>();
        var first = ++_round % Whole == 0 ? 0 : Math.Max(0, Next - Lately);
        foreach (var key in Flood.Keys)
        {
            foreach (var sample in await history.SamplesAsync(key, Flood.TimeOf(first), DateTimeOffset.MaxValue, Cancel))
            {
                var number = Flood.NumberOf(sample.At);
                Assert.True((Flood.KeyOf(number), !Flood.Fails(number)) == (key, sample.Success), $"{when}: {sample} is not result {number}");
                Assert.True(found.Add(number), $"{when}: result {number} is there twice");
            }

        }

        await VerifyEventsAsync(place, history, first, when);
        Settle(found, first, acknowledged, when);
    }

    private void Settle(HashSet<long> found, long first, long acknowledged, string when)
    {
        var end = found.Count == 0 ? Next : Math.Max(Next, found.Max() + 1);
        Assert.True(end >= acknowledged, $"{when}: {acknowledged} results were acknowledged, and none is kept after {end}");
        var ended = new HashSet<string>();
        for (var number = first; number < end; number++)
        {
            var kept = found.Contains(number);
            if (number < Next)
            {
                Assert.True(kept != _missing.Contains(number), $"{when}: result {number} was {(kept ? "missing" : "kept")} before");
                continue;
            }

            Assert.True(kept || number >= acknowledged, $"{when}: result {number} of {acknowledged} that were acknowledged is missing");
            Assert.False(kept && ended.Contains(Flood.KeyOf(number)), $"{when}: result {number} is kept, an earlier one of {Flood.KeyOf(number)} is not");
            if (kept)
                continue;
            ended.Add(Flood.KeyOf(number));
            _missing.Add(number);
        }

        Next = end;
    }

    /// <summary>Changes of status follow from one another, up to the verdict.</summary>
    private static async Task VerifyEventsAsync(Place place, History history, long first, string when)
    {
        string[] keys = [.. Flood.Keys];
        foreach (var (key, events) in keys.Zip(await place.Stores.History.EventsWithinAsync(keys, Flood.TimeOf(first), DateTimeOffset.MaxValue, Cancel)))
        {
            var status = events.Count > 0 ? events[0].Step.From : Status.Unknown;
            foreach (var each in events)
            {
                Assert.True(each.Step.From == status, $"{when}: {each} after {status}");
                status = each.Step.To;
            }

            Assert.True(history.Find(key).Verdict.Status == status, $"{when}: {key} is {history.Find(key).Verdict.Status}, its last change was to {status}");
        }
    }
}
