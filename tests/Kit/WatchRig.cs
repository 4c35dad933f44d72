using System.Collections.Concurrent;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Tests.Kit;

/// <summary>A watcher on simulated time with a fake check, and what it told.</summary>
public sealed class WatchRig : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public WatchRig(WatchOptions? options = null, Func<double>? random = null, ILoggerFactory? loggers = null)
    {
        Check = new(Time);
        Vitals = new(Time);
        Watcher = new(new CheckCatalog([Check]), Vitals, options ?? new(), Time, random ?? (() => 0.5), loggers ?? NullLoggerFactory.Instance);
        Watcher.Outcomes.Join(Outcomes.Enqueue);
        Watcher.Shifts.Join(Shifts.Enqueue);
        Watcher.Slips.Join(Slips.Enqueue);
    }

    /// <summary>A watch that runs, whose only place is taken by one, named <c>hangs</c>, that hangs.</summary>
    public static WatchRig Full()
    {
        var rig = new WatchRig(new WatchOptions { MaxInFlight = 1 });
        rig.Check.Answer("http://hangs/", FakeAnswer.Hangs);
        rig.Start();
        rig.Watcher.Set(Some.Service(rig.Check.Spec("http://hangs/"), "hangs"));
        return rig;
    }

    public ManualTime Time { get; } = new();

    public FakeCheck Check { get; }

    public Vitals Vitals { get; }

    public Watcher Watcher { get; }

    public ConcurrentQueue<Outcome> Outcomes { get; } = [];

    public ConcurrentQueue<Shift> Shifts { get; } = [];

    public ConcurrentQueue<Slip> Slips { get; } = [];

    /// <summary>Whether nothing more happens until time passes.</summary>
    public bool Quiet => Watcher.Asleep && Watcher.InFlight == Check.Waiting;

    /// <summary>Starts the loop.</summary>
    public void Start() => _running = Watcher.RunAsync(_stopping.Token);

    /// <summary>Lets simulated time pass, one timer after the other, each time until all is quiet.</summary>
    public Task PassAsync(TimeSpan span) => Time.PassAsync(span, () => Quiet, "the watcher's rest");

    /// <inheritdoc cref="PassAsync(TimeSpan)"/>
    public Task PassAsync(double seconds) => PassAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Waits until all is quiet, without time passing.</summary>
    public Task QuietAsync() => PassAsync(TimeSpan.Zero);

    /// <summary>Tells the loop to stop; its end may take simulated time.</summary>
    public Task Stop()
    {
        _stopping.Cancel();
        return _running;
    }

    public async ValueTask DisposeAsync()
    {
        await Time.FinishAsync(Stop());
        Watcher.Dispose();
        _stopping.Dispose();
    }
}
