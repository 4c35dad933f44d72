using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Heartbeats;

namespace Hale.Server.Tests.Heartbeats;

public sealed class ComponentReportsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Healthy_WithALatencyAndDetails_IsASuccess()
    {
        var seen = Read("""{"status":"healthy","latency_ms":12.5,"details":{"version":"3","pools":[1,true,null,{"a":"b"}]}}""")!;
        Assert.Equal((true, TimeSpan.FromMilliseconds(12.5), Now - TimeSpan.FromMilliseconds(12.5)), (seen.Success, seen.Latency, seen.At));
        Assert.Equal("3", seen.Details!["version"]);
        Assert.Equal(4, ((List<object?>)seen.Details["pools"]!).Count);
    }

    [Fact]
    public void Degraded_SaysSo() => Assert.Equal((true, "slow"), (Read("""{"status":"degraded","message":"slow"}""")!.SaysDegraded, Read("""{"status":"degraded","message":"slow"}""")!.Message));

    [Fact]
    public void Unhealthy_IsHardBody()
    {
        var seen = Read("""{"status":"unhealthy","message":"no connection","latency_ms":null}""")!;
        Assert.Equal(new(FailureKind.Body, "no connection"), seen.Failure);
        Assert.Null(seen.Latency);
    }

    [Theory]
    [InlineData("{}", "status: is missing; needed: healthy, degraded, unhealthy")]
    [InlineData("""{"status":"fine"}""", "status: found \"fine\"; allowed: healthy")]
    [InlineData("""{"status":"healthy","latency_ms":-1}""", "latency_ms: found the number -1; allowed: a number of milliseconds")]
    [InlineData("""{"status":"healthy","latency_ms":"fast"}""", "latency_ms: found \"fast\"; allowed: a number of milliseconds")]
    [InlineData("""{"status":"healthy","details":[]}""", "details: found a list; allowed: a mapping")]
    [InlineData("""{"status":"healthy","massage":"x"}""", "massage: unknown key; did you mean message?")]
    public void Read_SomethingElse_NamesTheField(string body, string problem)
    {
        var problems = new Problems();
        Assert.Null(Read(body, problems));
        Assert.StartsWith(problem, string.Join("; ", problems.All.Select(each => $"{each.Path}: {each.Message}")), StringComparison.Ordinal);
    }

    private static Observation? Read(string body, Problems? problems = null)
    {
        problems ??= new();
        return ComponentReports.Read(JsonNodes.Read(Encoding.UTF8.GetBytes(body), problems)!, Now, problems);
    }
}
