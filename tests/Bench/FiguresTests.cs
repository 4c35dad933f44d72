using Hale.Bench.Fleet.Figures;
using Hale.Bench.Fleet.Processes;
using Hale.Bench.Fleet.Scenarios;

namespace Hale.Bench.Tests;

public sealed class FiguresTests
{
    [Fact]
    public void Count_DividesByChecksAndSeconds()
    {
        var count = new Count(Seconds: 20, Checks: 100_000, CpuSeconds: 5, TargetCpuSeconds: 2);
        Assert.Equal((5000.0, 25.0), (count.PerSecond, count.CpuPercent));
        Assert.Equal(50, count.CpuMicroseconds, 9);
        Assert.Equal(20, count.TargetCpuMicroseconds, 9);
    }

    [Theory]
    [InlineData(1000, 10, 100, 0)]
    [InlineData(991, 10, 100, 0)]
    [InlineData(990, 10, 100, 0)]
    [InlineData(989, 10, 100, 1)]
    [InlineData(500, 10, 100, 490)]
    [InlineData(1100, 10, 100, 0)]
    public void Count_MissesWhatIsMoreThanATenthOfAnIntervalShort(long checks, double seconds, int services, long missed) =>
        Assert.Equal(missed, new Count(seconds, checks, 1, 1).Missed(services, interval: 1));

    [Fact]
    public void Allocation_LeavesOutWhatTheReadingItselfTakes() =>
        // 400 bytes a check, and a million for the page.
        Assert.Equal(400, Allocation.PerCheck(new(10_000, 1_000_000 + 10_000 * 400), new(100, 1_000_000 + 100 * 400)), 6);

    [Fact]
    public void Allocation_OfTwoEqualSpans_IsNoNumber() => Assert.True(double.IsNaN(Allocation.PerCheck(new(5, 100), new(5, 100))));

    [Theory]
    [InlineData(1.0, false, "aim")]
    [InlineData(1.2, false, "aim")]
    [InlineData(2.0, false, "ok")]
    [InlineData(2.1, false, "short")]
    [InlineData(double.NaN, false, "short")]
    [InlineData(2.1, true, "aim")]
    [InlineData(1.5, true, "ok")]
    [InlineData(1.1, true, "short")]
    public void Goal_Judges(double value, bool more, string verdict) =>
        Assert.Equal(verdict, (more ? new Goal(1.2, 2, More: true) : new Goal(2, 1.2)).Judge(value));

    [Theory]
    [InlineData(0.5, 30)]
    [InlineData(0.99, 40)]
    [InlineData(1, 40)]
    public void Visitor_KnowsItsQuantiles(double quantile, double expected) => Assert.Equal(expected, new Visitor([10, 20, 30, 40], Failed: 0).Quantile(quantile));

    [Fact]
    public void Visitor_WithoutAVisit_HasNone() => Assert.True(double.IsNaN(new Visitor([], Failed: 3).Quantile(0.5)));

    [Fact]
    public void Punctuality_SeesWhatIsMissingDoubledAndOff()
    {
        var seen = Punctuality.Of([[0.5, 1.5, 2.5, 3.5], [0.2, 1.2, 3.2], [0.1, 0.3, 1.1, 2.1, 3.3]], from: 0, to: 4, interval: 1);
        Assert.Equal((12, 1, 1), (seen.Requests, seen.Missed, seen.Doubled));
        Assert.Equal(4, seen.Off);
    }

    [Fact]
    public void Declarations_SpreadTheFailingAmongTheHosts()
    {
        var fleet = new Declarations(Services: 200, Interval: 1, Port: 80, FailingPercent: 2.5);
        Assert.Equal(5, fleet.Failing);
        Assert.Equal(5, fleet.Paths.Count(path => path.StartsWith("/bad/", StringComparison.Ordinal)));
        Assert.Equal(0, new Declarations(200, 1, 80).Failing);
        Assert.Equal(200, new Declarations(200, 1, 80, 100).Failing);
        Assert.Contains("s64: { check: \"http://127.0.0.1:80/s/64\" }", fleet.Yaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_SayWhatElseIsAsked()
    {
        var fleet = new Declarations(Services: 1, Interval: 2.5, Port: 80) { Scheme = "https", Name = "localhost", Options = "tls_resume: false" };
        Assert.Equal(
            "defaults: { interval: 2500ms }\nprojects:\n  fleet:\n    services:\n      s0: { check: { type: http, url: \"https://localhost:80/s/0\", tls_resume: false } }\n  more",
            fleet.Yaml("  more"));
    }

    [Fact]
    public void Report_IsATableForPeopleAndForDocuments()
    {
        var report = new Report("some").Add("cost", "what it costs", 1.5, "µs", "0.0", new(2, 1)).AddZero("missed", "missed", 3);
        Assert.Equal(["missed: 3"], report.Failed);
        Assert.Equal(
            """
            figure         measured  must   aim
            what it costs  1.5 µs    ≤ 2.0  ≤ 1.0  ok
            missed         3         ≤ 0    ≤ 0    short
            FAILED  missed: 3

            """,
            Printed(report, markdown: false), ignoreLineEndingDifferences: true);
        Assert.StartsWith("| figure | measured | must | aim |  |\n| --- | --- | --- | --- | --- |\n| what it costs | 1.5 µs | ≤ 2.0 | ≤ 1.0 | ok |\n", Printed(report, markdown: true), StringComparison.Ordinal);
        Assert.Contains("\"cost\": 1.5", report.ToJson(), StringComparison.Ordinal);
    }

    private static string Printed(Report report, bool markdown)
    {
        var text = new StringWriter();
        report.Print(text, markdown);
        return text.ToString();
    }
}
