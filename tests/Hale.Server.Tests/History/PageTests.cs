using Hale.Monitoring.Health;
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
        Assert.NotNull(_page.Save(1, Take()));

        Assert.Null(_page.Save(1, _journal.Generation));
    }

    [Fact]
    public void Save_AheadOfTheLog_ComesAgainBeforeTheLogIsTrimmed()
    {
        Saw(0);
        var next = Take();
        // It comes between the taking of a batch and the saving of the page: it is in the head already, and in the row after.
        Saw(1);
        Assert.Equal((1, 1), Held(_page.Save(through: 1, next)));

        // The round that trims that row has to save the page, or the count would be held against the rows that come then.
        Assert.Equal((2, 0), Held(_page.Save(through: 2, Take())));
        Assert.Null(_page.Save(through: 2, _journal.Generation));
    }

    private static (long Through, int Beyond)? Held(Save? save) => save is null ? null : (save.Head.Through, save.Head.Beyond);

    private void Saw(int second)
    {
        var seen = Some.Success() with { At = Start.AddSeconds(second) };
        Assert.True(_page.Saw(seen, Judge.Next(Verdict.Unchecked(Start), seen, new Patience(), seen.At).After, [], _journal));
    }

    /// <summary>Takes what was gathered; the generation that begins.</summary>
    private int Take() => _journal.Take().Generation + 1;
}
