using System.IO.Pipelines;
using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.Api;
using Hale.Server.Metrics;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Metrics;

public sealed class MetricsTests
{
    private readonly ManualTime _time = new();
    private readonly CheckMetrics _checks = new();
    private readonly Dictionary<string, double?[]> _uptimes = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private void Check(string key, Observation seen, bool counted = true)
    {
        var spec = Some.Service(new FakeCheck(_time).Spec("http://x"), key);
        var verdict = Some.Verdict(Status.Up);
        _checks.Checked(new(spec, seen, verdict, new(verdict, []), counted));
    }

    private async Task<string> RenderAsync(bool openMetrics, params Metered[] fleet)
    {
        var vitals = new Vitals(_time);
        vitals.Queue<int>("history", 10).Offer(1);
        vitals.Loop("watch", TimeSpan.FromSeconds(5));
        var bytes = new MemoryStream();
        var writer = PipeWriter.Create(bytes);
        var output = new Exposition(writer, openMetrics);
        HubFamilies.WriteBuild(output, "0.1.0+abc");
        await new FleetFamilies(fleet, _checks, _uptimes).WriteAsync(output, Cancel);
        HubFamilies.WriteDurations(output, _checks);
        HubFamilies.WriteLateness(output, new([.. Enumerable.Repeat(1L, Lateness.Bounds.Count + 1)], 3.5));
        HubFamilies.WriteVitals(output, vitals.Loops, vitals.Queues);
        ProcessFamilies.Write(output);
        await output.EndAsync(Cancel);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static readonly Metered Api = new("shop-api", "shop", "api", Status.Up);

    [Fact]
    public async Task Text_Fleet_IsValidForPromtool()
    {
        Check("shop-api", Some.Success(120) with { CertificateExpiresAt = Some.Moment });
        Check("shop-api", Some.Failure(FailureKind.ConnectTimeout));
        Check("shop:production", Some.Success());
        _checks.Skipped("shop-api");
        _uptimes["shop-api"] = [1, 0.999, 0.5, null];

        var hostile = new Metered("shop-db", "shop", "data\"base\\\n", Status.Unknown);
        var text = await RenderAsync(false, Api, hostile, new("shop:production", "shop", null, Status.Degraded));

        var (code, said) = await Promtool.CheckAsync(text);
        Assert.True(code == 0 && said.Length == 0, said);
    }

    [Fact]
    public async Task Text_Service_ItsSeries()
    {
        Check("shop-api", Some.Success(120));
        Check("shop-api", Some.Failure(FailureKind.ConnectTimeout));
        _checks.Skipped("shop-api");

        var lines = (await RenderAsync(false, Api)).Split('\n');

        Assert.Contains("""hale_service_up{project="shop",service="shop-api",type="api"} 1""", lines);
        Assert.Contains("""hale_service_status{project="shop",service="shop-api",status="up"} 1""", lines);
        Assert.Contains("""hale_service_status{project="shop",service="shop-api",status="down"} 0""", lines);
        Assert.Contains("""hale_checks_total{project="shop",service="shop-api",outcome="success"} 1""", lines);
        Assert.Contains("""hale_checks_total{project="shop",service="shop-api",outcome="failure"} 1""", lines);
        Assert.Contains("""hale_checks_total{project="shop",service="shop-api",outcome="skipped"} 1""", lines);
        Assert.Contains("""hale_check_failures_total{project="shop",service="shop-api",kind="connect_timeout"} 1""", lines);
        Assert.Contains("""hale_check_duration_seconds_bucket{type="http",le="0.01"} 0""", lines);
        Assert.Contains("""hale_check_duration_seconds_bucket{type="http",le="0.25"} 2""", lines);
        Assert.Contains("""hale_check_duration_seconds_bucket{type="http",le="+Inf"} 2""", lines);
        Assert.Contains("""hale_check_duration_seconds_sum{type="http"} 0.132""", lines);
        Assert.Contains("""hale_schedule_lateness_seconds_bucket{le="1.0"} 10""", lines);
        Assert.Contains("""hale_queue_depth{queue="history"} 1""", lines);
        Assert.Contains("""hale_queue_lost_total{queue="history"} 0""", lines);
        Assert.Contains("""hale_loop_last_pulse_timestamp_seconds{loop="watch"} 1793872800""", lines);
        Assert.Contains("""hale_build_info{version="0.1.0",revision="abc"} 1""", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("hale_check_latency_seconds{", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_Target_ChecksButNoServiceSeries()
    {
        Check("shop:production", Some.Success(250));

        var lines = (await RenderAsync(false, new Metered("shop:production", "shop", null, Status.Down))).Split('\n');

        Assert.Contains("""hale_check_latency_seconds{project="shop",service="shop:production"} 0.25""", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("hale_service_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uptime_Service_OfEachWindowOfWhichSomethingIsKnown()
    {
        _uptimes["shop-api"] = [1, 0.999, null, 0];

        var lines = (await RenderAsync(false, Api, Api with { Key = "shop-new" })).Split('\n');

        Assert.Equal(
            [
                """hale_service_uptime_ratio{project="shop",service="shop-api",window="1h"} 1""",
                """hale_service_uptime_ratio{project="shop",service="shop-api",window="24h"} 0.999""",
                """hale_service_uptime_ratio{project="shop",service="shop-api",window="30d"} 0""",
            ],
            lines.Where(line => line.StartsWith("hale_service_uptime_ratio{", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Status.Up, "1")]
    [InlineData(Status.Degraded, "1")]
    [InlineData(Status.Down, "0")]
    [InlineData(Status.Unknown, null)]
    public async Task Up_Status_OneZeroOrAbsent(Status status, string? value)
    {
        var lines = (await RenderAsync(false, Api with { Status = status })).Split('\n');

        Assert.Equal(value, lines.SingleOrDefault(line => line.StartsWith("hale_service_up{", StringComparison.Ordinal))?.Split(' ')[^1]);
    }

    [Fact]
    public async Task Latency_ForcedWhilePaused_CountsButTellsNothing()
    {
        Check("shop-api", Some.Success(), counted: false);

        var text = await RenderAsync(false, Api);

        Assert.Contains("outcome=\"success\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hale_check_latency_seconds{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMetrics_Counters_FamilyWithoutTotalAndAnEnd()
    {
        Check("shop-api", Some.Success());

        var text = await RenderAsync(true, Api);

        Assert.Contains("# TYPE hale_checks counter\nhale_checks_total{", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE hale_build info\nhale_build_info{", text, StringComparison.Ordinal);
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("EOF", await RenderAsync(false, Api), StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_RemovedService_IsForgotten()
    {
        Check("gone", Some.Success());
        Check("kept", Some.Success());

        _checks.Keep(1, key => key == "kept");

        Assert.Null(_checks.Find("gone"));
        Assert.NotNull(_checks.Find("kept"));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("*/*", false)]
    [InlineData("text/plain", false)]
    [InlineData("application/openmetrics-text", true)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3", true)]
    [InlineData("text/plain;q=0.9,application/openmetrics-text;q=0.1", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("no;;such,=thing", false)]
    public void Accept_Header_ChoosesTheFormat(string accept, bool openMetrics) => Assert.Equal(openMetrics, MetricsRoutes.WantsOpenMetrics(accept));
}
