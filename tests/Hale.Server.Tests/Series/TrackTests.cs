using Hale.Server.Series;
using Hale.Server.Series.Keeping;

namespace Hale.Server.Tests.Series;

public sealed class TrackTests
{
    private static readonly SeriesName Name = SeriesName.Of("a");

    /// <summary>
    /// A save holds three samples that would have been in the next row; the hub is killed before that is written, starts, writes another row of that number, and is killed again.
    /// </summary>
    [Fact]
    public void Saved_AheadOfARowThatWasNeverWritten_IsSavedAnew_SoThatLaterRowsCount()
    {
        var journal = new Journal(1_000);
        var first = new Track(1, Name);
        for (var i = 0; i < 3; i++)
            Assert.True(first.Take(new(i, i), journal, out _));
        var ahead = first.Save(through: 5, generation: 1)!.Head;
        Assert.Equal((5L, 3), (ahead.Through, ahead.Beyond));

        var second = Track.Read(new(1, Name.Text, ahead));
        Assert.True(second.Caught());
        Assert.False(second.Caught());
        var anew = second.Save(through: 6, generation: 1)!.Head;

        var third = Track.Read(new(1, Name.Text, anew));
        third.Again(7, new(3, 3));
        Assert.False(third.Caught());
        Assert.Equal([0L, 1, 2, 3], third.Newest().Samples.Select(sample => sample.At));
    }

    [Fact]
    public void Saved_AheadOfARowThatWasWritten_DoesNotTakeItTwice()
    {
        var journal = new Journal(1_000);
        var first = new Track(1, Name);
        for (var i = 0; i < 3; i++)
            first.Take(new(i, i), journal, out _);

        var second = Track.Read(new(1, Name.Text, first.Save(through: 5, generation: 1)!.Head));
        for (var i = 0; i < 4; i++)
            second.Again(6, new(i, i));

        Assert.False(second.Caught());
        Assert.Equal(4, second.Newest().Samples.Length);
    }
}
