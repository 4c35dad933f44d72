using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http.Quick;

/// <summary>A hub that is busy with others knows how long what had happened may have waited for it.</summary>
public sealed class OwnDelayTests
{
    private static readonly string Well = RawSite.Answer(200, "{}");

    /// <summary>Both are answered only once the hub waits for them: what is there at once is read by who asked, and waited for nobody.</summary>
    [Fact]
    public async Task AnswerThatWaitedForTheHub_IsExcused()
    {
        var probe = new Probe(quick: true);
        var firstAwaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var secondAwaited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await firstAwaited.Task;
            await visit.SendAsync(Well);
        });
        await using var second = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            read.SetResult();
            await secondAwaited.Task;
            await visit.SendAsync(Well);
            answered.TrySetResult(TimeProvider.System.GetTimestamp());
        });
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();

        // What follows an answer runs on the thread that carries all of them: it is held there. No context of the test takes it elsewhere.
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = Task.Run(() =>
        {
            var following = probe.AskAsync(first.Url()).ContinueWith(_ => Hold(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            listening.SetResult();
            return following;
        });
        await listening.Task;
        // Also connecting and asking may need that thread.
        var asked = probe.AskAsync(second.Url());
        await read.Task;
        firstAwaited.SetResult();
        await holding.Task;
        secondAwaited.SetResult();
        var from = await answered.Task;
        var to = TimeProvider.System.GetTimestamp();
        release.Set();

        var seen = await asked;
        await held;
        Assert.InRange(seen.OwnDelay, TimeProvider.System.GetElapsedTime(from, to), seen.Took);

        void Hold()
        {
            holding.SetResult();
            release.Wait(TestContext.Current.CancellationToken);
        }
    }
}
