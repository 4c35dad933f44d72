using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.History.Asking;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

/// <summary>Changes of status under a clock that was set.</summary>
public sealed class ChronologyTests
{
    [Theory]
    [InlineData("1 2 3", "1 2 3")]
    [InlineData("", "")]
    [InlineData("1 5 3 4", "1 3 4")]
    [InlineData("1 90 2 3", "1 2 3")]
    [InlineData("1 5 7 9 2", "1 2")]
    [InlineData("3 3 3", "3 3 3")]
    public void Of_WhatWasNotedLater_TakesThePlaceOfWhatStandsAfterIt(string written, string settled) =>
        Assert.Equal(settled, string.Join(' ', Chronology.Of([.. written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Event)]).Select(each => (each.Step.At - Some.Moment).TotalSeconds)));

    private static StatusEvent Event(string second) =>
        new("a", new(Some.Moment.AddSeconds(int.Parse(second)), Status.Up, Status.Down, Why.Failures, null), null);
}
