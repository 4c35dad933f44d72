using Hale.Monitoring.Checks;
using Hale.Server.History;
using Hale.Server.History.Keeping;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.History;

public sealed class WitnessTests
{
    private readonly Witness _witness = new();

    [Fact]
    public void Failures_InARow_AreWantedOnceAnHourOrOnceAMinuteWhenTheySaySomethingElse()
    {
        Assert.True(Wants(0, Some.Failure(message: "refused")));
        Assert.False(Wants(30, Some.Failure(message: "refused")));
        Assert.True(Wants(60, Some.Failure(message: "refused"), moved: true));
        Assert.False(Wants(90, Some.Failure(message: "refused")));
        Assert.False(Wants(100, Some.Failure(message: "no way")));
        Assert.True(Wants(120, Some.Failure(message: "no way")));
        Assert.True(Wants(150, Some.Failure(FailureKind.Dns, message: "no way")));
        Assert.False(Wants(150 + 3599, Some.Failure(FailureKind.Dns, message: "no way")));
        Assert.True(Wants(150 + 3600, Some.Failure(FailureKind.Dns, message: "no way")));
    }

    [Fact]
    public void Failure_AfterASuccess_IsWantedAgain()
    {
        Assert.True(Wants(0, Some.Failure(message: "refused")));
        Assert.False(Wants(30, Some.Success()));
        Assert.True(Wants(60, Some.Failure(message: "refused")));
    }

    [Fact]
    public void Failure_OfAClockThatWasSetBack_IsWanted()
    {
        Assert.True(Wants(7200, Some.Failure(message: "refused")));
        Assert.True(Wants(0, Some.Failure(message: "refused")));
    }

    [Fact]
    public void Evidence_WrittenAndRead_IsTheSame()
    {
        var seen = Some.Failure(FailureKind.HttpStatus, message: "HTTP 503") with { Evidence = ["connected", "HTTP 503 with 2 bytes"], Answer = "HTTP 503\n\nno" };
        var evidence = Evidence.Of(seen)!;
        var read = Evidence.Read(evidence.Write())!;
        Assert.Equal(evidence.Steps, read.Steps);
        Assert.Equal(evidence with { Steps = [] }, read with { Steps = [] });
        Assert.Null(Evidence.Read("{}"));
        Assert.Null(Evidence.Read("nonsense"));
        Assert.Null(Evidence.Of(Some.Success()));
    }

    private bool Wants(int second, Observation seen, bool moved = false) => _witness.Wants(seen with { At = Some.Moment.AddSeconds(second) }, moved);
}
