using Hale.Health;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests;

public sealed class DefaultHealthCheckerTests
{
    private readonly ManualTime _time = new();
    private readonly FakeCheck _sites;
    private readonly DefaultHealthChecker _checker;

    public DefaultHealthCheckerTests()
    {
        _sites = new(_time);
        _checker = new(_time, new CheckCatalog([_sites]));
    }

    [Fact]
    public async Task CheckHealth_GoodAnswer_IsHealthyWithItsTime()
    {
        _sites.Answer("http://a.test/", FakeAnswer.Ok(TimeSpan.FromMilliseconds(250)));

        var result = await WhilePassingAsync(_checker.CheckHealthAsync("http://a.test/"));

        Assert.Equal(new(true, HealthStatus.Healthy, 250, null, result.Timestamp), result);
    }

    [Fact]
    public async Task CheckHealth_Refused_IsAResultAndNoException()
    {
        _sites.Answer("http://a.test/", FakeAnswer.Refused);

        var result = await WhilePassingAsync(_checker.CheckHealthAsync("http://a.test/"));

        Assert.Equal((false, HealthStatus.Unhealthy, null), (result.Success, result.Status, result.ResponseTimeMs));
        Assert.NotNull(result.ErrorMessage);
    }

    [Fact]
    public async Task CheckHealth_SlowAnswer_IsDegradedAndASuccess()
    {
        _sites.Answer("http://a.test/", FakeAnswer.Slow());

        var result = await WhilePassingAsync(_checker.CheckHealthAsync("http://a.test/"));

        Assert.Equal((true, HealthStatus.Degraded), (result.Success, result.Status));
    }

    [Fact]
    public async Task CheckHealth_NotAUrl_SaysWhatIsAllowed()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => _checker.CheckHealthAsync("nonsense"));

        Assert.Contains("http", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForHealthy_ThirdAttemptIsGood_AsksEveryFiveSeconds()
    {
        _sites.Script("http://a.test/", FakeAnswer.Refused, FakeAnswer.Status(503), FakeAnswer.Ok());

        Assert.True(await WhilePassingAsync(_checker.WaitForHealthyAsync("http://a.test/")));

        Assert.Equal([0, 5, 10], _sites.TimesOf("http://a.test/").Select(at => (int)Math.Round(at.TotalSeconds)));
    }

    [Fact]
    public async Task WaitForHealthy_NeverWell_EndsAtTheLimit()
    {
        _sites.Answer("http://a.test/", FakeAnswer.Hangs);

        Assert.False(await WhilePassingAsync(_checker.WaitForHealthyAsync("http://a.test/", TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(2))));

        Assert.InRange(_time.Passed, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(12.2));
    }

    /// <summary>Moves the clock in small steps until the answer is there; only a check or a wait that rests on the clock needs it.</summary>
    private async Task<T> WhilePassingAsync<T>(Task<T> asked)
    {
        while (!asked.IsCompleted)
        {
            await _time.QuietAsync(() => asked.IsCompleted || _time.NextDue is not null);
            if (!asked.IsCompleted)
                _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        return await asked;
    }
}
