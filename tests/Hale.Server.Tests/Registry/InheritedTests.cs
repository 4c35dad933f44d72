using Hale.Monitoring.Checks;
using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

public sealed class InheritedTests
{
    private readonly RegistryDesk _desk = new();

    private string Told(string? project, Column column = Column.Service, bool passive = false) => string.Join(
        ' ', Inherited.Of(_desk.Now, project, column, passive).Select(each => $"{each.Name}={each.Value}:{each.From}"));

    [Fact]
    public void Nobody_GaveAnything_HoldsWhatHaleSays()
    {
        Assert.Equal(
            "interval=30s:BuiltIn timeout=5s:BuiltIn retries=3:BuiltIn degraded_above=1s:BuiltIn recover_after=1:BuiltIn soft_failure=down:BuiltIn", Told("nowhere"));
        Assert.Equal(
            "interval=1m:BuiltIn timeout=5s:BuiltIn retries=0:BuiltIn degraded_above=1s:BuiltIn recover_after=1:BuiltIn soft_failure=degraded:BuiltIn",
            Told(null, Column.Target));
    }

    [Fact]
    public async Task ProjectAndHub_Gave_TheNearerHolds()
    {
        await _desk.FileAsync(
            """
            defaults: { interval: 10s, retries: 1, targets: { timeout: 2s } }
            projects:
              shop: { defaults: { interval: 20s, degrade_after: 2, targets: { retries: 4 } } }
            """);

        Assert.Equal(
            "interval=20s:Project timeout=5s:BuiltIn retries=1:Hub degraded_above=1s:BuiltIn recover_after=1:BuiltIn soft_failure=down:BuiltIn degrade_after=2:Project",
            Told("shop"));
        Assert.StartsWith("interval=10s:Hub", Told("nowhere"), StringComparison.Ordinal);
        Assert.StartsWith("interval=1m:BuiltIn timeout=2s:Hub retries=4:Project", Told("shop", Column.Target), StringComparison.Ordinal);
    }

    /// <summary>Of one that calls by itself the first call missed is one too many, whatever the project says of services.</summary>
    [Fact]
    public async Task Passive_ProjectGaveRetries_HaleSays()
    {
        await _desk.PutProjectAsync("shop", "{'defaults':{'retries':2,'interval':'5m'}}");

        Assert.StartsWith("interval=5m:Project timeout=5s:BuiltIn retries=0:BuiltIn degraded_above=31d:BuiltIn", Told("shop", passive: true), StringComparison.Ordinal);
    }
}
