using System.Text;
using Hale.Monitoring.Checks.Http;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>The known health formats, each by a document of its own kind.</summary>
public sealed class SelfReportTests
{
    [Theory]
    [InlineData(
        """{"status":"degraded","project":"shop","version":"1.2.3","uptime":3600,"components":{"db":{"status":"healthy","message":"fine"},"cache":{"status":"degraded"}}}""",
        "Degraded; version 1.2.3; uptime 3600; db healthy, cache degraded")]
    [InlineData(
        """{"status":"Unhealthy","totalDuration":"00:00:00.01","entries":{"npgsql":{"data":{},"status":"Unhealthy","tags":["db"]},"disk":{"status":"Healthy"}}}""",
        "Down; npgsql Unhealthy, disk Healthy")]
    [InlineData(
        """{"status":"UP","components":{"db":{"status":"UP","details":{"database":"H2"}},"ping":{"status":"UP"}},"groups":["liveness"]}""",
        "Up; db UP, ping UP")]
    [InlineData("""{"status":"OUT_OF_SERVICE","details":{"db":{"status":"OUT_OF_SERVICE"}}}""", "Down; db OUT_OF_SERVICE")]
    [InlineData(
        """{"status":"pass","releaseId":"7b2","checks":{"uptime":[{"observedValue":12.5,"observedUnit":"s","status":"pass"}],"cpu:utilization":[{"status":"pass"},{"status":"warn"}]}}""",
        "Up; version 7b2; uptime 12.5; uptime pass, cpu:utilization warn")]
    [InlineData("""{"status":"DOWN","checks":[{"name":"queue","status":"DOWN","data":{"depth":9}},{"name":"db","status":"UP"}]}""", "Down; queue DOWN, db UP")]
    [InlineData("""{"version":"9","uptime_seconds":5}""", "None; version 9; uptime 5")]
    [InlineData("""{"status":null,"version":1,"uptime":"long","components":"none","checks":[1,"x",{"name":3}]}""", "None")]
    [InlineData("""{}""", "None")]
    [InlineData("""hello""", "None")]
    [InlineData("", "None")]
    public void Read_KnownFormats_TellWordAndDetails(string body, string told) => Assert.Equal(told, Tell(Read(body)));

    [Fact]
    public void Read_UnwellComponents_AreNamedInWhatIsSaid() =>
        Assert.Equal("warn: cache fail, disk warn", Read("""{"status":"warn","components":{"db":{"status":"pass"},"cache":{"status":"fail"},"disk":{"status":"warn"}}}""").Said);

    [Fact]
    public void Read_ManyAndLongThings_AreBounded()
    {
        var components = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"name":"part{{i}}","status":"UP"}"""));
        var report = Read($$"""{"status":"UP","version":"{{new string('v', 5000)}}","checks":[{"name":"{{new string('n', 500)}}","status":"UP"},{{components}}]}""");
        Assert.Equal(100, ((string)report.Details!["version"]!).Length);
        Assert.Equal(100, Components(report).Count);
    }

    [Theory]
    [InlineData("{\"status\":\"down\",\"version\":\"1\xFF\",\"components\":{\"d\xFE\":{\"status\":\"down\"},\"cache\":{\"status\":\"u\xFF\"}}}")]
    [InlineData("{\"status\":\"down\",\"version\":\"\\ud800\",\"components\":{\"\\ud800\":{\"status\":\"down\"},\"cache\":{\"status\":\"\\udc00\"}}}")]
    public void Texts_ThatAreNone_AreLeftAside(string latin)
    {
        var report = SelfReport.Read(new(200, new NamedHeaders(new Dictionary<string, string>()), Encoding.Latin1.GetBytes(latin)));
        Assert.Equal((Word.Down, "down", null), (report.Word, report.Said, report.Details));
    }

    private static SelfReport Read(string body) => SelfReport.Read(new(200, new NamedHeaders(new Dictionary<string, string>()), Encoding.UTF8.GetBytes(body)));

    private static IReadOnlyDictionary<string, string> Components(SelfReport report) => (IReadOnlyDictionary<string, string>)report.Details!["components"]!;

    private static string Tell(SelfReport report) => string.Join(
        "; ",
        new[] { report.Word.ToString() }.Concat((report.Details ?? new Dictionary<string, object?>()).Select(detail => detail.Value is IReadOnlyDictionary<string, string> parts
            ? string.Join(", ", parts.Select(part => $"{part.Key} {part.Value}"))
            : FormattableString.Invariant($"{detail.Key} {detail.Value}"))));
}
