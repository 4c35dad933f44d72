using Hale.Monitoring.Checks.Heartbeat;

namespace Hale.Monitoring.Tests.Checks.Heartbeat;

public sealed class HeartbeatRulesTests
{
    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("heartbeat:")]
    [InlineData("""{"type":"heartbeat"}""")]
    [InlineData("""{"type":"heartbeat","grace":"1h","schedule":"30 2 * * *","time_zone":"Europe/Berlin","token":"0123456789abcdef"}""")]
    public void Read_Describe_AreTheSame(string described)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(("heartbeat", "job", true), (spec.Kind, spec.Options.ServiceType, spec.Options.IsPassive));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
    }

    [Fact]
    public void Token_IsMasked_AndKeptWhereItIsMasked()
    {
        var before = Probe.Spec("""{"type":"heartbeat","token":"hunter2-hunter2"}""");
        var shown = before.Options.Describe(secrets: false);
        Assert.Equal("***", shown["token"]!.GetValue<string>());
        Assert.Equal("hunter2-hunter2", ((HeartbeatOptions)Probe.Read(shown.ToJsonString(), new(), before: before)!.Options).Token);
    }

    [Theory]
    [InlineData("heartbeat:nightly", "check.url: found \"heartbeat:nightly\"; allowed: heartbeat: and nothing behind it")]
    [InlineData("""{"type":"heartbeat","schedule":"61 * * * *"}""", "check.schedule: found \"61 * * * *\"; allowed: a cron expression of five fields")]
    [InlineData("""{"type":"heartbeat","schedule":"H 2 * * *"}""", "check.schedule: found \"H 2 * * *\"; allowed: a cron expression of five fields")]
    [InlineData("""{"type":"heartbeat","schedule":"0 0 31 2 *"}""", "check.schedule: found \"0 0 31 2 *\"; allowed: a schedule that comes to pass")]
    [InlineData("""{"type":"heartbeat","schedule":"@daily","time_zone":"Mars/Olympus"}""", "check.time_zone: found \"Mars/Olympus\"; allowed: the IANA name")]
    [InlineData("""{"type":"heartbeat","time_zone":"Europe/Berlin"}""", "check.time_zone: found \"Europe/Berlin\"; allowed: only with a schedule")]
    [InlineData("""{"type":"heartbeat","token":"short"}""", "check.token: found \"***\"; allowed: 8 to 128 letters")]
    [InlineData("""{"type":"heartbeat","grace":"40d"}""", "check.grace: found \"40d\"")]
    public void Read_SomethingElse_NamesTheField(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public async Task Asked_IsBlocked() => Assert.Equal("hard Blocked", (await Probe.FailAsync("heartbeat:")).Kind());
}
