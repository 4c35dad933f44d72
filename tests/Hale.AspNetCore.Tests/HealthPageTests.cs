using System.Net;
using System.Text.Json;
using Hale.Health;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using FrameworkResult = Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult;
using FrameworkStatus = Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus;
using HealthCheckResult = Hale.Health.HealthCheckResult;
using HealthStatus = Hale.Health.HealthStatus;

namespace Hale.AspNetCore.Tests;

public sealed class HealthPageTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task StartAsync(Action<HaleOptions>? configure = null, Action<IServiceCollection>? register = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_time);
        register?.Invoke(builder.Services);
        builder.AddHale(options =>
        {
            options.Project = "shop";
            options.Version = "0.1.0";
            options.Workflows = ["main_workflow", "extract_data"];
            configure?.Invoke(options);
        });
        _app = builder.Build();
        _app.MapHale();
        await _app.StartAsync(Cancel);
        _http.BaseAddress = new(_app.Urls.First());
    }

    private async Task<(HttpStatusCode Code, JsonElement Body)> GetAsync(string path)
    {
        using var answer = await _http.GetAsync(path, Cancel);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement);
    }

    private static Func<CancellationToken, Task<HealthCheckResult>> Says(HealthStatus status) =>
        _ => Task.FromResult(new HealthCheckResult(status, status == HealthStatus.Healthy ? null : "connection refused"));

    [Theory]
    [InlineData("/health")]
    [InlineData("/status")]
    public async Task Health_NoComponents_TheSixFieldsExactly(string path)
    {
        await StartAsync();
        _time.Advance(TimeSpan.FromSeconds(61.9));

        using var answer = await _http.GetAsync(path, Cancel);

        Assert.Equal(
            """
            {"status":"healthy","project":"shop","version":"0.1.0","uptime":61,"workflows":["main_workflow","extract_data"],
            "timestamp":"2026-11-05T10:01:01.900Z"}
            """.ReplaceLineEndings(""),
            await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Health_AllGood_200WithComponentsAndSummary()
    {
        await StartAsync(options => options.AddComponent("database", Says(HealthStatus.Healthy)));

        var (code, body) = await GetAsync("/health?fresh=true");

        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal("healthy", body.GetProperty("components").GetProperty("database").GetProperty("status").GetString());
        Assert.Equal(1, body.GetProperty("summary").GetProperty("totalComponents").GetInt32());
        Assert.False(body.TryGetProperty("issues", out _));
        Assert.False(body.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Health_NonCriticalDown_503DegradedWithIssues()
    {
        await StartAsync(options => options.AddComponent("cache", Says(HealthStatus.Unhealthy), critical: false));

        var (code, body) = await GetAsync("/health?fresh=true");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, code);
        Assert.Equal("degraded", body.GetProperty("status").GetString());
        Assert.Equal(["cache_down"], body.GetProperty("issues").EnumerateArray().Select(each => each.GetString()));
        Assert.False(body.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Health_CheckThrows_500WithErrorAndNoCrash()
    {
        await StartAsync(options => options.AddComponent("database", _ => throw new InvalidOperationException("boom")));

        var (code, body) = await GetAsync("/health?fresh=true");

        Assert.Equal(HttpStatusCode.InternalServerError, code);
        Assert.Equal("unhealthy", body.GetProperty("status").GetString());
        Assert.Equal("database: boom", body.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Health_OwnCodes_AreServed()
    {
        await StartAsync(options =>
        {
            options.DegradedCode = 200;
            options.AddComponent("cache", Says(HealthStatus.Degraded));
        });

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/health?fresh=true")).Code);
    }

    [Fact]
    public async Task Health_CodeThatIsNone_IsRefusedAtStart() =>
        await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(options => options.UnhealthyCode = 42));

    [Theory]
    [InlineData(HealthStatus.Healthy, HttpStatusCode.OK)]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.OK)]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable)]
    public async Task Probes_Status_LiveAlwaysReadyUnlessUnhealthy(HealthStatus status, HttpStatusCode ready)
    {
        await StartAsync(options => options.AddComponent("database", Says(status)));
        await GetAsync("/health?fresh=true");

        foreach (var path in (string[])["/health/live", "/healthz", "/-/healthy"])
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path)).Code);
        foreach (var path in (string[])["/health/ready", "/readyz", "/-/ready"])
            Assert.Equal(ready, (await GetAsync(path)).Code);
    }

    [Fact]
    public async Task Health_FrameworkChecks_AreComponentsToo()
    {
        await StartAsync(register: services => services.AddHealthChecks()
            .AddCheck("fine", () => FrameworkResult.Healthy("ok", new Dictionary<string, object> { ["rows"] = 3 }))
            .AddCheck("soft", () => throw new IOException("gone"))
            .Add(new HealthCheckRegistration("lenient", _ => new Throwing(), FrameworkStatus.Degraded, null)));

        var (_, body) = await GetAsync("/health?fresh=true");

        var components = body.GetProperty("components");
        Assert.Equal(3, components.GetProperty("fine").GetProperty("details").GetProperty("rows").GetInt32());
        Assert.Equal("unhealthy", components.GetProperty("soft").GetProperty("status").GetString());
        Assert.Equal("gone", components.GetProperty("soft").GetProperty("message").GetString());
        Assert.Equal("degraded", components.GetProperty("lenient").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Health_RegisteredCheckers_AreComponentsAndRunInTheBackground()
    {
        await StartAsync(register: services => services.AddSingleton<IHealthChecker>(new HealthChecker("queue", Says(HealthStatus.Healthy))));
        var monitor = _app!.Services.GetRequiredService<SystemHealthMonitor>();

        await _time.QuietAsync(() => monitor.Current.Status == HealthStatus.Healthy);

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/health")).Code);
    }

    [Fact]
    public async Task Health_OneHangs_AnswersFromTheLastResults()
    {
        await StartAsync(options => options.AddComponent("hanging", async ct =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return HealthCheckResult.Healthy();
        }));
        await GetAsync("/health");
        for (var i = 0; i < 500; i++)
        {
            var (_, body) = await GetAsync("/health");
            Assert.Equal("not checked yet", body.GetProperty("components").GetProperty("hanging").GetProperty("message").GetString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private sealed class Throwing : IHealthCheck
    {
        public Task<FrameworkResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            throw new IOException("away");
    }
}
