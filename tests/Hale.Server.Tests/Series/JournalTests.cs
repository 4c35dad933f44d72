using Hale.Server.Series.Keeping;

namespace Hale.Server.Tests.Series;

public sealed class JournalTests
{
    [Fact]
    public async Task Lost_WhileOthersAreRefused_CountsEach()
    {
        const int Each = 500_000;
        var journal = new Journal(1_000);
        journal.Complete();
        var refused = Task.Run(
            () =>
            {
                for (var i = 0; i < Each; i++)
                    Assert.False(journal.Add(1, new(i, i), out _));
            },
            TestContext.Current.CancellationToken);

        for (var i = 0; i < Each; i++)
            journal.Lose(1);
        await refused;

        Assert.Equal(2 * Each, journal.Lost);
    }

    [Fact]
    public async Task Pending_WhileOthersAdd_CountsWhatIsTaken()
    {
        const int Each = 500_000;
        var journal = new Journal(2 * Each);
        var adding = Task.Run(
            () =>
            {
                for (var i = 0; i < Each; i++)
                    Assert.True(journal.Add(1, new(i, i), out _));
            },
            TestContext.Current.CancellationToken);

        while (!adding.IsCompleted)
            journal.Done(journal.Take());
        await adding;
        journal.Done(journal.Take());

        Assert.Equal((0, 0), (journal.Pending, journal.Lost));
    }
}
