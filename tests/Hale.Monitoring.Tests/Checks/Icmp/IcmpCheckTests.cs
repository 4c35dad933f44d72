
namespace Hale.Monitoring.Tests.Checks.Icmp;

/// <summary>Pings the kernel that the tests run on.</summary>
public sealed class IcmpCheckTests
{
    private readonly Probe _probe = new();

    [Theory]
    [InlineData("icmp://127.0.0.1", "127.0.0.1")]
    [InlineData("icmp://[::1]", "::1")]
    public async Task Host_ThatIsThere_AnswersWithItsRoundTrip(string url, string address)
    {
        var seen = await _probe.AskAsync(url);

        Assert.Null(seen.Failure);
        Assert.Equal(address, seen.Details!["address"]);
        Assert.Equal(1, seen.Details["received"]);
        Assert.True((double)seen.Details["rtt_avg_ms"]! > 0);
        Assert.True(seen.Took > TimeSpan.Zero);
        Assert.Contains(seen.Evidence, line => line.StartsWith($"echo 1 from {address} after ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Count_OfFive_TellsOfEach()
    {
        var seen = await _probe.AskAsync("""{"url":"icmp://127.0.0.1","count":5}""");

        Assert.Equal(5, seen.Details!["sent"]);
        Assert.Equal(5, seen.Details["received"]);
        Assert.Equal(0d, seen.Details["loss_percent"]);
        Assert.True((double)seen.Details["rtt_min_ms"]! <= (double)seen.Details["rtt_max_ms"]!);
    }

    [Fact]
    public async Task Pings_SideBySide_EachHearItsOwn()
    {
        var seen = await Task.WhenAll(Enumerable.Range(1, 100).Select(last => _probe.RunAsync($"icmp://127.0.0.{last}")));

        Assert.All(seen, each => Assert.Null(each.Failure));
        Assert.Equal(Enumerable.Range(1, 100).Select(last => $"127.0.0.{last}"), seen.Select(each => each.Details!["address"]));
    }

    [Fact]
    public async Task Name_ThatIsNot_IsDns() =>
        Assert.Equal("hard Dns", (await _probe.FailAsync("icmp://no-such-service.invalid")).Kind());

    [Theory]
    [InlineData("icmp://", "check.url: ")]
    [InlineData("icmp://host:7", "check.url: found \"icmp://host:7\"; allowed: icmp and a host, such as icmp://gateway.example.com; a ping has no port")]
    [InlineData("""{"url":"icmp://host","count":21}""", "check.count: found the number 21; allowed: a whole number from 1 to 20")]
    public void Description_ThatMakesNoSense_IsToldWithItsField(string described, string problem) =>
        Assert.StartsWith(problem, _probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public void Description_Whole_IsReadBackAsItWas()
    {
        const string Described = """{"type":"icmp","url":"icmp://gateway.example.com","count":3}""";

        Assert.Equal(Described, _probe.Spec(Described).Options.Describe(secrets: true).ToJsonString());
    }
}
