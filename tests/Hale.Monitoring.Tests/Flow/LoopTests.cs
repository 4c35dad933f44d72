using Hale.Monitoring.Flow;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Tests.Flow;

public sealed class LoopTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly LogBook _log = new();
    private readonly Vitals _vitals;

    public LoopTests() => _vitals = new(_time);

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Run_TurnThatThrows_IsReportedAndTheLoopGoesOn()
    {
        var turns = 0;
        var end = Loop().RunAsync(_ => ++turns < 3 ? throw new InvalidOperationException("a bad turn") : ValueTask.FromResult(turns < 5), CancellationToken.None);

        Assert.Equal((1, 1L, "a bad turn"), (turns, Pulse.Faults, Pulse.Fault));
        await _time.FinishAsync(end);
        Assert.Equal((5, 2L, null), (turns, Pulse.Faults, Pulse.Fault));
        Assert.Equal(2, _log.Lines.Count(line => line.Level == LogLevel.Error));
    }

    [Fact]
    public async Task Run_TurnsThatThrow_AreHeldFurtherAndFurtherApart()
    {
        var at = new List<double>();
        using var stopping = new CancellationTokenSource();
        var end = Loop().RunAsync(_ => { at.Add(_time.Passed.TotalSeconds); throw new InvalidOperationException(); }, stopping.Token);
        for (var turn = 1; turn < 5; turn++)
            await _time.PassAsync(_time.NextDue!.Value - _time.Passed, () => _time.NextDue is not null);
        await stopping.CancelAsync();
        await end;
        Assert.Equal([0, 0.1, 0.3, 0.7, 1.5], at.Select(second => Math.Round(second, 1)));
    }

    [Fact]
    public async Task Run_Stopped_EndsWithoutAFault()
    {
        using var stopping = new CancellationTokenSource();
        var end = Loop().RunAsync(async token => { await Task.Delay(TimeSpan.FromDays(1), _time, token); return true; }, stopping.Token);
        Assert.False(end.IsCompleted);
        await stopping.CancelAsync();
        await end;
        Assert.Equal(0, Pulse.Faults);
    }

    [Fact]
    public async Task Run_CancelledByItsOwnTimeout_IsAFaultAndNoStop()
    {
        var turns = 0;
        var end = Loop().RunAsync(_ => ++turns == 1 ? throw new OperationCanceledException("a timeout of its own") : ValueTask.FromResult(false), CancellationToken.None);
        await _time.FinishAsync(end);
        Assert.Equal((2, 1L), (turns, Pulse.Faults));
    }

    [Fact]
    public async Task RunOnThread_TurnThatThrows_IsReportedAndTheSameThreadGoesOn()
    {
        var threads = new List<(int Id, bool OfPool)>();
        using var stopping = new CancellationTokenSource();
        var end = Loop().RunOnThreadAsync(
            () =>
            {
                threads.Add((Environment.CurrentManagedThreadId, Thread.CurrentThread.IsThreadPoolThread));
                if (threads.Count == 1)
                    throw new InvalidOperationException("a bad turn");
                stopping.Cancel();
            },
            stopping.Token);
        await _time.QuietAsync(() => _time.NextDue is not null);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await end;
        Assert.Equal((2, 1L), (threads.Count, Pulse.Faults));
        Assert.False(Assert.Single(threads.Distinct()).OfPool);
        Assert.Single(_log.Lines, line => line.Level == LogLevel.Error);
    }

    [Fact]
    public async Task RunOnThread_StoppedWhileHeldAfterAFault_EndsAtOnce()
    {
        using var stopping = new CancellationTokenSource();
        using var thrown = new ManualResetEventSlim();
        var end = Loop().RunOnThreadAsync(() => { thrown.Set(); throw new InvalidOperationException(); }, stopping.Token);
        thrown.Wait(TestContext.Current.CancellationToken);
        await stopping.CancelAsync();
        await end;
        Assert.Equal(1, Pulse.Faults);
    }

    [Fact]
    public void Pulse_SilentForTooLong_IsStuckUntilItBeats()
    {
        var pulse = _vitals.Loop("watch", TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(pulse.Stuck);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(pulse.Stuck);
        Assert.Equal(_time.GetUtcNow().AddSeconds(-61), pulse.LastBeatAt);
        pulse.Beat();
        Assert.Equal((false, TimeSpan.Zero), (pulse.Stuck, pulse.Silence));
    }

    private Pulse Pulse => _vitals.Loops[0];

    private Loop Loop() => new(_vitals.Loop("test", TimeSpan.FromMinutes(1)), _time, _log.CreateLogger("test"));
}
