using Hale.Monitoring.Flow;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Flow;

public sealed class WorkQueueTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Take_MoreThanABatch_ComesInOrderAndInBatches()
    {
        var queue = new WorkQueue<int>("test", 10);
        foreach (var i in Enumerable.Range(0, 5))
            Assert.True(queue.Offer(i));
        Assert.Equal([0, 1, 2], await queue.TakeAsync(3, Never));
        Assert.Equal([3, 4], await queue.TakeAsync(3, Never));
    }

    [Fact]
    public async Task Offer_WhenFull_IsRefusedAndCounted()
    {
        var queue = new WorkQueue<int>("test", 2);
        Assert.Equal([true, true, false, false], new[] { 1, 2, 3, 4 }.Select(queue.Offer));
        Assert.Equal((2, 2L), (queue.Pending, queue.Lost));
        Assert.Equal([1, 2], await queue.TakeAsync(9, Never));
        Assert.True(queue.Offer(5));
    }

    [Fact]
    public async Task Pending_CountsWhatIsInWork()
    {
        var queue = new WorkQueue<int>("test", 9);
        queue.Offer(1);
        queue.Offer(2);
        var batch = await queue.TakeAsync(9, Never);
        Assert.Equal(2, queue.Pending);
        queue.Done(batch.Count);
        Assert.Equal(0, queue.Pending);
    }

    [Fact]
    public async Task Complete_IsDrainedThenEmptyAndTakesNoMore()
    {
        var queue = new WorkQueue<int>("test", 9);
        queue.Offer(1);
        queue.Complete();
        Assert.False(queue.Offer(2));
        Assert.Equal([1], await queue.TakeAsync(9, Never));
        Assert.Empty(await queue.TakeAsync(9, Never));
        Assert.Equal(1, queue.Lost);
    }

    [Fact]
    public async Task Take_WhileEmpty_WaitsForTheFirst()
    {
        var queue = new WorkQueue<int>("test", 9);
        var batch = queue.TakeAsync(9, Never);
        Assert.False(batch.IsCompleted);
        queue.Offer(7);
        Assert.Equal([7], await batch);
    }

    [Fact]
    public void Vitals_KnowEveryLoopAndQueue()
    {
        var vitals = new Vitals(new ManualTime());
        vitals.Loop("a", TimeSpan.FromSeconds(1));
        vitals.Queue<int>("q", 5).Lose(3);
        Assert.Equal(["a"], vitals.Loops.Select(loop => loop.Name));
        Assert.Equal([("q", 5, 3L)], vitals.Queues.Select(queue => (queue.Name, queue.Capacity, queue.Lost)));
    }
}
