using System.Text.Json;
using Hale.Monitoring.Checks.Fly;

namespace Hale.Monitoring.Tests.Checks.Fly;

public sealed class MachineJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"state":"started"}""", "up: ")]
    [InlineData("""{"state":"started","checks":[{"name":"http","status":"warning","output":"slow"}]}""", "degraded: the platform's check http is warning: slow")]
    [InlineData("""{"state":"started","checks":[{"name":"a","status":"warning"},{"name":"http","status":"critical","output":"503"}]}""", "Body: the platform's check http is critical: 503")]
    [InlineData("""{"state":"started","checks":[{"name":"bg_deployments_http","status":"critical"}]}""", "up: ")]
    [InlineData("""{"state":"started","checks":{"http":{"status":"critical"}}}""", "up: ")]
    [InlineData("""{"state":"started","host_status":"unreachable","incomplete_config":{}}""", "Unreachable: Machine unreachable")]
    [InlineData("""{"state":"suspended"}""", "idle: machine suspended")]
    [InlineData("""{"state":"created"}""", "idle: machine created")]
    [InlineData("""{"state":"stopped","events":[{"type":"start"},{"type":"exit","request":{"exit_event":{"exit_code":137,"oom_killed":true}}}]}""", "idle: machine stopped, exit code 137, out of memory")]
    [InlineData("""{"state":"stopped","events":[{"type":"exit","request":{"exit_event":{"exit_code":0,"oom_killed":true}}}]}""", "idle: machine stopped, out of memory")]
    [InlineData("""{"state":"stopped","events":[{"type":"exit","request":{"exit_event":{"exit_code":3}}}]}""", "idle: machine stopped, exit code 3")]
    [InlineData("""{"state":"starting","updated_at":"2026-11-05T09:58:00Z"}""", "idle: machine is starting")]
    [InlineData("""{"state":"starting","updated_at":"2026-11-05T09:54:00Z"}""", "Resource: machine is starting for more than 5m")]
    [InlineData("""{"state":"updating","updated_at":"2026-11-05T09:54:00Z"}""", "idle: machine is updating")]
    [InlineData("""{"state":"replacing","updated_at":"2026-11-05T09:49:00Z"}""", "Resource: machine is replacing for more than 10m")]
    [InlineData("""{"state":"failed"}""", "Resource: machine failed")]
    [InlineData("""{"state":"launch_failed"}""", "Resource: machine launch failed")]
    [InlineData("""{"state":"destroyed"}""", "Unreachable: Machine unreachable")]
    [InlineData("""{"state":"pondering"}""", "degraded: machine is pondering, which Hale does not know")]
    public void State_MeansWhatThePlatformMeansByIt(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, Told(MachineJudge.Of(new(Machine.Read(document.RootElement), null), null, Now)));
    }

    [Fact]
    public void NoLegibleMachine_IsNone()
    {
        using var document = JsonDocument.Parse("""{"state":7}""");
        Assert.Null(Machine.Read(document.RootElement));
    }

    private static string Told(MachineRuling ruling) => ruling switch
    {
        { Failure: { } failure } => $"{failure.Kind}: {failure.Message}",
        { Idle: true } => $"idle: {ruling.Message}",
        { Degraded: true } => $"degraded: {ruling.Message}",
        _ => $"up: {ruling.Message}",
    };
}
