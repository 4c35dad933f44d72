using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History;
using Hale.Server.Rounds;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Tests.History;

/// <summary>A history on simulated time, fed by hand.</summary>
internal sealed class HistoryRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, Verdict> _verdicts = [];

    public HistoryRig(IHistoryStore store, HistoryOptions? options = null, params Kept[] beside)
    {
        Vitals = new(Time);
        History = new(store, options ?? new(), Vitals, Time, NullLogger<Server.History.History>.Instance, beside);
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ManualTime Time { get; } = new();

    public Vitals Vitals { get; }

    public Server.History.History History { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Whether nothing more happens before time passes.</summary>
    public Func<bool> Idle => () => History.Settled || Running.IsCompleted;

    public void Run() => Running = History.RunAsync(_stopping.Token);

    public void Stop() => _stopping.Cancel();

    /// <summary>Lets time pass; between the moments at which something is due, waits until <paramref name="idle"/>.</summary>
    public Task PassAsync(double seconds, Func<bool> idle) => Time.PassAsync(TimeSpan.FromSeconds(seconds), idle);

    /// <summary>A check's result, judged with the contract's defaults of a service.</summary>
    public Outcome Saw(string key, Observation? seen = null, bool counted = true)
    {
        seen = (seen ?? Some.Success()) with { At = Time.GetUtcNow() };
        var before = VerdictOf(key);
        var ruling = Judge.Next(before, seen, new Patience { Retries = 0 }, seen.At + seen.Took);
        if (counted)
            _verdicts[key] = ruling.After;
        var outcome = new Outcome(Spec(key), seen, before, ruling, counted);
        History.Saw(outcome);
        return outcome;
    }

    public void Pause(string key) => Move(key, Judge.Pause(VerdictOf(key), Time.GetUtcNow()));

    public void Resume(string key) => Move(key, Judge.Resume(VerdictOf(key), Time.GetUtcNow()));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Time.PassAsync(TimeSpan.FromMinutes(1), Idle);
        await Running;
        _stopping.Dispose();
    }

    private static WatchSpec Spec(string key) => Some.Service(new("fake", null!), key);

    private Verdict VerdictOf(string key) => _verdicts.TryGetValue(key, out var verdict) ? verdict : History.Find(key).Verdict;

    private void Move(string key, Ruling ruling)
    {
        var before = VerdictOf(key);
        _verdicts[key] = ruling.After;
        History.Moved(new(Spec(key), before, ruling));
    }
}
