using Hale.Bench.Fleet;
using Hale.Bench.Fleet.Scenarios;

namespace Hale.Bench.Tests;

public sealed class FleetOptionsTests
{
    [Fact]
    public void Parse_Nothing_IsTheSteadyLoad() => Assert.Equal(("steady", 200), (Parse()!.Scenario, Assert.Single(Parse()!.Services)));

    [Fact]
    public void Parse_EveryScenario_HasItsDefaults() =>
        Assert.All(Scenario.All, scenario => Assert.Equal(scenario.Defaults.Services, Parse("--scenario", scenario.Name)!.Services));

    [Fact]
    public void Parse_ScenarioLast_KeepsWhatWasSaidBefore()
    {
        var options = Parse("--services", "7", "--interval", "2.5", "--markdown", "--failing", "10", "--scenario", "rate")!;
        Assert.Equal(("rate", 7, 2.5, 10.0, true), (options.Scenario, options.Services[0], options.Interval, options.Failing, options.Markdown));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--scenario")]
    [InlineData("--scenario unheard-of")]
    [InlineData("--services 0")]
    [InlineData("--services 1.5")]
    [InlineData("--services -3")]
    [InlineData("--services 10,20")]
    [InlineData("--services 10,")]
    [InlineData("--interval 0.5")]
    [InlineData("--interval NaN")]
    [InlineData("--failing 101")]
    [InlineData("--duration 0")]
    [InlineData("--duration Infinity")]
    [InlineData("--ab-requests 0")]
    [InlineData("--unheard-of 1")]
    public void Parse_WhatCannotBeUsed_IsNothing(string arguments) => Assert.Null(Parse(arguments.Split(' ')));

    [Fact]
    public void Usage_NamesEveryScenario() => Assert.All(Scenario.All, scenario => Assert.Contains($"  {scenario.Name} ", Scenario.Usage, StringComparison.Ordinal));

    private static FleetOptions? Parse(params string[] arguments) => FleetOptions.Parse(arguments);
}
