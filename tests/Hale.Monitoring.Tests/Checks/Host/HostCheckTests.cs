using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Tests.Checks.Host;

/// <summary>Looks at the machine that the tests run on.</summary>
public sealed class HostCheckTests
{
    private readonly Probe _probe = new();

    [Fact]
    public async Task Machine_WithoutLimits_TellsItsFigures()
    {
        var seen = await _probe.AskAsync("host://");

        Assert.Null(seen.Failure);
        foreach (var figure in new[] { "cpu_percent", "memory_percent", "memory_mb", "received_mbps", "sent_mbps", "disk_percent", "disk_free_mb" })
            Assert.True(Assert.IsType<double>(seen.Details![figure]) >= 0, figure);
        Assert.InRange((double)seen.Details!["memory_percent"]!, 0.1, 100);
        Assert.Contains(seen.Evidence, line => line.StartsWith("memory ", StringComparison.Ordinal) && line.Contains(" of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Memory_AboveItsLimit_IsAResourceFailureWithBothFigures()
    {
        var failure = await _probe.FailAsync("""{"type":"host","max_memory_percent":1}""");

        Assert.Equal(FailureKind.Resource, failure.Kind);
        Assert.Matches(@"^memory at [\d.]+ %, more than 1 %", failure.Message);
    }

    [Fact]
    public async Task Disk_OfAPathThatIsNotThere_IsAResourceFailureThatNamesIt()
    {
        var failure = await _probe.FailAsync("""{"type":"host","disk":"/no/such/place"}""");

        Assert.Equal("hard Resource", failure.Kind());
        Assert.Equal("how full the disk of /no/such/place is can't be read: there is no such path", failure.Message);
    }

    [Theory]
    [InlineData("host://elsewhere", "check.url: found \"host://elsewhere\"; allowed: host://: this machine is the only one that can be looked at so")]
    [InlineData("""{"type":"host","disk":"var"}""", "check.disk: found \"var\"; allowed: a whole path such as /var/lib")]
    [InlineData("""{"type":"host","max_cpu_percent":101}""", "check.max_cpu_percent: found the number 101; allowed: a whole number from 1 to 100")]
    public void Description_ThatMakesNoSense_IsToldWithItsField(string described, string problem) => Assert.Equal(problem, _probe.Problems(described));

    [Fact]
    public void Description_Whole_IsReadBackAsItWas()
    {
        const string Described = """{"type":"host","url":"host://","max_cpu_percent":90,"max_memory_percent":80,"max_disk_percent":70,"disk":"/var"}""";

        Assert.Equal(Described, _probe.Spec(Described).Options.Describe(secrets: true).ToJsonString());
    }
}
