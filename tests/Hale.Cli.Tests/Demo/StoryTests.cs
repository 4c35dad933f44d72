using Hale.Cli.Demo;

namespace Hale.Cli.Tests.Demo;

public sealed class StoryTests
{
    [Fact]
    public void Database_InTheFirstMinute_FailsAndComesBack()
    {
        Assert.False(Story.DatabaseAway(TimeSpan.FromSeconds(10)));
        Assert.True(Story.DatabaseAway(TimeSpan.FromSeconds(20)));
        Assert.True(Story.DatabaseAway(TimeSpan.FromSeconds(50)));
        Assert.False(Story.DatabaseAway(TimeSpan.FromSeconds(55)));
    }

    [Fact]
    public void Database_InAnHour_IsAwayFortySecondsOfThreeMinutes() =>
        Assert.Equal(20 * 40, Enumerable.Range(14, 3600).Count(second => Story.DatabaseAway(TimeSpan.FromSeconds(second))));

    [Fact]
    public void Flapping_InAMinute_TurnsMoreThanOnce()
    {
        var moments = Enumerable.Range(0, 60).Select(second => Story.Flapping(TimeSpan.FromSeconds(second))).ToList();
        Assert.True(moments.Zip(moments.Skip(1)).Count(pair => pair.First != pair.Second) >= 4);
    }

    [Fact]
    public void Well_OfTheSameChance_IsTheSameAnswer() =>
        Assert.Equal(Story.Well(TimeSpan.FromSeconds(3), 0.5), Story.Well(TimeSpan.FromSeconds(3), 0.5));
}
