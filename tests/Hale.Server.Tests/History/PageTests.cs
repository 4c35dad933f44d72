using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>What a page hands out to be written, so that nothing of it is taken twice or left out at the next start.</summary>
public sealed class PageTests
{
    private static readonly DateTimeOffset Start = Some.Moment;

    private readonly Journal _journal = new(100);
    private readonly Page _page = new(1, "a", Verdict.Unchecked(Start));

    [Fact]
    public void Save_WithoutChange_IsNothing()
    {
        Saw(0);
        Assert.NotNull(Save(1, taking: true));

        Assert.Null(Save(1));
    }

    [Fact]
    public void Save_AheadOfTheLog_ComesAgainBeforeTheLogIsTrimmed()
    {
        Saw(0);
        _journal.Take();
        // It comes between the taking of a batch and the saving of the page: it is in the head already, and in the row after.
        Saw(1);
        Assert.Equal((1, 1), Held(Save(1)));

        // The round that trims that row has to save the page, or the count would be held against the rows that come then.
        Assert.Equal((2, 0), Held(Save(2, taking: true)));
        Assert.Null(Save(2));
    }

    [Fact]
    public void Save_AheadOfTheLog_TakesTheChangesItHasComeOfAlong()
    {
        Saw(0);
        _journal.Take();
        // The page goes down between the taking of a batch and the saving of the page: killed after that batch, the hub would know it down and not since when.
        var change = new StatusEvent("a", new(Start.AddSeconds(1), Status.Up, Status.Down, Why.Failures, null), null);
        _page.Moved(Verdict.Unchecked(Start) with { Status = Status.Down }, [change], _journal);

        Assert.Equal(change, Assert.Single(Save(1)!.State.Events).Event);

        Assert.Empty(_journal.Take().Events);
        Assert.Equal(2, _journal.Pending);
    }

    [Fact]
    public void Read_OfWhatIsAheadOfARowThatWasNeverWritten_IsSavedWithTheNextBatch()
    {
        Saw(0);
        _journal.Take();
        Saw(1);
        var save = Save(1)!;
        // Killed here, and again after the next batch: without another save the second start would take the first result of that batch for the one it holds.
        var page = Page.Read(new(1, "a", save.State.State.State, save.Head), Start, out _);

        Assert.True(page.Caught());
        Assert.False(page.Caught());
        Assert.Equal((2, 0), Held(page.Save(2, new(100))));
    }

    private static (long Through, int Beyond)? Held(Save? save) => save is null ? null : (save.Head.Through, save.Head.Beyond);

    private void Saw(int second)
    {
        var seen = Some.Success() with { At = Start.AddSeconds(second) };
        Assert.True(_page.Saw(seen, Judge.Next(Verdict.Unchecked(Start), seen, new Patience(), seen.At).After, [], _journal));
    }

    private Save? Save(long through, bool taking = false)
    {
        if (taking)
            _journal.Take();
        return _page.Save(through, _journal);
    }
}
