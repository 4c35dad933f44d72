using Hale.Monitoring.Flow;

namespace Hale.Monitoring.Tests.Flow;

public sealed class BackoffTests
{
    [Fact]
    public void Delay_DoublesUpToTheCapAndStartsOver()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        var delays = new List<double>();
        for (var i = 0; i < 5; i++, backoff = backoff.Failed())
            delays.Add(backoff.Delay.TotalSeconds);
        Assert.Equal([0, 1, 2, 4, 5], delays);
        Assert.Equal(TimeSpan.Zero, backoff.Succeeded().Delay);
    }

    [Fact]
    public void Delay_AfterVeryManyFailures_IsTheCap() =>
        Assert.Equal(TimeSpan.FromHours(1), new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), int.MaxValue).Delay);
}
