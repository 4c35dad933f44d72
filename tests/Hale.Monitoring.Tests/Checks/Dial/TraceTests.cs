using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dial;

public sealed class TraceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Excuse_IsAtMostWhatHasPassed()
    {
        var trace = Begun();
        _time.Advance(TimeSpan.FromMilliseconds(30));
        trace.Excuse(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromMilliseconds(30), trace.OwnDelay);
    }

    [Fact]
    public void Excuse_CountsNoMomentTwice()
    {
        var trace = Begun();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        trace.Excuse(TimeSpan.FromMilliseconds(40));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        trace.Excuse(TimeSpan.FromMilliseconds(40));
        Assert.Equal(TimeSpan.FromMilliseconds(50), trace.OwnDelay);
    }

    [Fact]
    public void Restart_ForgetsIt()
    {
        var trace = Begun();
        _time.Advance(TimeSpan.FromMilliseconds(30));
        trace.Excuse(TimeSpan.FromMilliseconds(30));
        trace.Restart();
        Assert.Equal(TimeSpan.Zero, trace.OwnDelay);
    }

    private Trace Begun()
    {
        var trace = new Trace(_time);
        trace.Restart();
        return trace;
    }
}
