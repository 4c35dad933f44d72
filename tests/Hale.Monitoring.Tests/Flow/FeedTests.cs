using Hale.Monitoring.Flow;

namespace Hale.Monitoring.Tests.Flow;

public sealed class FeedTests
{
    [Fact]
    public void Publish_SeveralReceivers_HearInTheOrderTheyJoined()
    {
        var (feed, heard) = (new Feed<int>(), new List<string>());
        feed.Join(item => heard.Add($"a{item}"));
        feed.Join(item => heard.Add($"b{item}"));
        feed.Publish(1);
        feed.Publish(2);
        Assert.Equal(["a1", "b1", "a2", "b2"], heard);
    }

    [Fact]
    public void Publish_OneThrows_TheOthersHearAndThePublisherIsTold()
    {
        var (feed, heard) = (new Feed<int>(), 0);
        feed.Join(_ => throw new InvalidOperationException("deaf"));
        feed.Join(item => heard = item);
        Assert.IsType<InvalidOperationException>(Assert.Single(Assert.Throws<AggregateException>(() => feed.Publish(7)).InnerExceptions));
        Assert.Equal(7, heard);
    }
}
