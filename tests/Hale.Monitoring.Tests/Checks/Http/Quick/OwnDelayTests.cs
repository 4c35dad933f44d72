using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http.Quick;

/// <summary>A hub that is busy with others knows how long what had happened may have waited for it.</summary>
public sealed class OwnDelayTests
{
    private static readonly string Well = RawSite.Answer(200, "{}");

    [Fact]
    public async Task AnswerThatWaitedForTheHub_IsExcused()
    {
        var probe = new Probe(quick: true);
        await using var first = RawSite.Answering(Well);
        var answered = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var second = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync(Well);
            answered.TrySetResult(TimeProvider.System.GetTimestamp());
        });
        var holding = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();

        // What follows an answer runs on the thread that carries all of them: it is held there.
        var held = Task.Run(async () =>
        {
            await probe.AskAsync(first.Url());
            holding.SetResult();
            release.Wait(TestContext.Current.CancellationToken);
        });
        await holding.Task;
        var asked = probe.AskAsync(second.Url());
        var from = await answered.Task;
        var to = TimeProvider.System.GetTimestamp();
        release.Set();

        var seen = await asked;
        await held;
        Assert.InRange(seen.OwnDelay, TimeProvider.System.GetElapsedTime(from, to), seen.Took);
    }
}
