using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

public sealed class WaitTests
{
    private const string Url = "http://service/health";

    private readonly ManualTime _time = new();
    private readonly FakeCheck _check;
    private readonly Rig _rig;

    public WaitTests()
    {
        _check = new(_time);
        _rig = new() { Time = _time, Checks = _ => new CheckCatalog([_check]) };
    }

    [Fact]
    public async Task Wait_FirstCheckSucceeds_EndsAtOnce()
    {
        Assert.Equal(Exit.Ok, await _rig.RunAsync("wait", Url));
        Assert.StartsWith($"up {Url}", _rig.Output, StringComparison.Ordinal);
        Assert.Single(_check.Requests);
    }

    [Fact]
    public async Task Wait_FailuresOfEveryKind_OnlyMeanNotYet()
    {
        _check.Script(Url, FakeAnswer.Refused, FakeAnswer.Status(500), FakeAnswer.Status(404), FakeAnswer.Ok());
        Assert.Equal(Exit.Ok, await Rig.DriveAsync(_time, _rig.RunAsync("wait", Url, "--interval", "2s")));
        Assert.Equal([0, 2, 4, 6], _check.TimesOf(Url).Select(at => at.TotalSeconds));
        Assert.Contains("attempt 3", _rig.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Defaults_AskEveryFiveSecondsForFiveMinutes()
    {
        _check.Otherwise = FakeAnswer.Refused;
        Assert.Equal(Exit.Down, await Rig.DriveAsync(_time, _rig.RunAsync("wait", Url)));
        Assert.Equal([.. Enumerable.Range(0, 60).Select(attempt => attempt * 5.0), 299], _check.TimesOf(Url).Select(at => at.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(300), _time.Passed);
    }

    [Fact]
    public async Task Wait_HangingAttempts_TakeFiveSecondsAndNeverOutliveTheLimit()
    {
        _check.Otherwise = FakeAnswer.Hangs;
        Assert.Equal(Exit.Down, await Rig.DriveAsync(_time, _rig.RunAsync("wait", Url, "--timeout", "12s", "--interval", "1s")));
        Assert.Equal([0, 5, 10], _check.TimesOf(Url).Select(at => at.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(12), _time.Passed);
    }

    [Fact]
    public async Task Wait_LimitBelowTheInterval_AsksOnceMoreBeforeItIsUp()
    {
        _check.Otherwise = FakeAnswer.Refused;
        Assert.Equal(Exit.Down, await Rig.DriveAsync(_time, _rig.RunAsync("wait", Url, "--timeout", "4s", "--interval", "60s")));
        Assert.Equal([0, 3], _check.TimesOf(Url).Select(at => at.TotalSeconds));
    }

    [Theory]
    [InlineData("--timeout", "30")]
    [InlineData("--interval", "0s")]
    [InlineData("--timeout", "soon")]
    public async Task Wait_NoDuration_EndsWithThree(string option, string value)
    {
        Assert.Equal(Exit.Usage, await _rig.RunAsync("wait", Url, option, value));
        Assert.Empty(_check.Requests);
    }

    [Fact]
    public async Task Wait_AsJson_SaysHowItWent()
    {
        _check.Otherwise = FakeAnswer.Refused;
        Assert.Equal(Exit.Down, await Rig.DriveAsync(_time, _rig.RunAsync("wait", Url, "--timeout", "1s", "--output", "json")));
        var json = System.Text.Json.Nodes.JsonNode.Parse(_rig.Output)!;
        Assert.False((bool)json["success"]!);
        Assert.Equal("refused", (string?)json["failure"]);
        Assert.Equal(1000, (double)json["waited_ms"]!);
    }

    [Fact]
    public async Task Wait_Interrupted_EndsQuietlyWith130()
    {
        _check.Otherwise = FakeAnswer.Refused;
        using var ended = new CancellationTokenSource();
        var running = _rig.RunAsync(["wait", Url], ended.Token);
        await ended.CancelAsync();
        Assert.Equal(Exit.Interrupted, await running);
        Assert.DoesNotContain("Exception", _rig.Error, StringComparison.Ordinal);
    }
}
