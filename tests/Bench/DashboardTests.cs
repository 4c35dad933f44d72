using System.Text.Json;
using Hale.Bench.Dashboard;

namespace Hale.Bench.Tests;

public sealed class DashboardTests
{
    [Fact]
    public void Parse_Nothing_IsWhatTheProjectHoldsItselfTo()
    {
        var options = DashboardOptions.Parse([])!;
        Assert.Equal((10_000, 300, 50, 3_600), (options.Services, options.Changes, options.Dashboards, options.Hour));
    }

    [Fact]
    public void Parse_Everything_IsTaken()
    {
        var options = DashboardOptions.Parse(["--services", "200", "--changes", "9", "--markdown", "--dashboards", "3", "--duration", "4", "--hour", "60", "--loads", "1", "--json", "out"])!;
        Assert.Equal((200, 9, 3, 4, 60, 1, "out", true), (options.Services, options.Changes, options.Dashboards, options.Duration, options.Hour, options.Loads, options.Json, options.Markdown));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--services 0")]
    [InlineData("--services 99")]
    [InlineData("--changes -1")]
    [InlineData("--loads 1.5")]
    [InlineData("--unheard-of 1")]
    public void Parse_Nonsense_IsNothing(string arguments) => Assert.Null(DashboardOptions.Parse(arguments.Split(' ')));

    [Fact]
    public void Declared_NamesEveryServiceOnce()
    {
        var declared = Reports.Declared(25);
        Assert.Equal(25, declared.Split("check:").Length - 1);
        Assert.Contains("  team-4:\n    services:\n      s4: {", declared, StringComparison.Ordinal);
        Assert.Equal("team-4-s24", Reports.Id(24));
    }

    [Fact]
    public void Trace_CountsTheTasksOfTheThreadThatDraws()
    {
        var trace = new Trace();
        trace.Add(Events("""
            [{"name":"thread_name","pid":7,"tid":1,"ts":0,"args":{"name":"CrRendererMain"}},
             {"name":"thread_name","pid":8,"tid":1,"ts":0,"args":{"name":"CrRendererMain"}},
             {"name":"RunTask","pid":7,"tid":1,"ts":1,"tdur":2500},
             {"name":"RunTask","pid":7,"tid":2,"ts":1,"tdur":9000},
             {"name":"RunTask","pid":8,"tid":1,"ts":1,"tdur":7000}]
            """));
        trace.Add(Events("""
            [{"name":"FireAnimationFrame","pid":7,"tid":1,"ts":5},
             {"name":"RunTask","pid":7,"tid":1,"ts":6,"tdur":500},
             {"name":"RunTask","pid":7,"tid":1,"ts":7}]
            """));

        Assert.Equal([2.5, 0.5], trace.Tasks);
    }

    private static JsonElement Events(string json) => JsonDocument.Parse(json).RootElement;
}
