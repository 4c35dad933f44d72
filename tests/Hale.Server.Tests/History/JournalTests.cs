using Hale.Monitoring.Health;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

public sealed class JournalTests
{
    /// <summary>One count lost here, and the room would hold that something stays unwritten for ever, until it has no room at all.</summary>
    [Fact]
    public async Task Pending_WhileOthersAdd_CountsWhatIsTaken()
    {
        const int Each = 200_000;
        var journal = new Journal(10 * Each);
        var cancel = TestContext.Current.CancellationToken;
        Task[] adding = [.. Enumerable.Range(1, 2).Select(series => Task.Run(() => Add(new(series, $"s{series}", Verdict.Unchecked(Some.Moment))), cancel))];

        while (!Array.TrueForAll(adding, task => task.IsCompleted))
            Take();
        await Task.WhenAll(adding);
        Take();

        Assert.Equal((0, 0), (journal.Pending, journal.Lost));

        // One by one, so that many fall into the moment in which another is added.
        void Take()
        {
            for (var left = journal.Take().Count; left > 0; left--)
                journal.Done(1);
        }

        void Add(Page page)
        {
            for (var i = 0; i < Each; i++)
                journal.Add(page, Reading.Of(Some.Moment, 1, Status.Up, null, null), [], null, out _);
        }
    }
}
