using Hale.Health.Resources;
using Hale.Tests.Kit;

namespace Hale.Health.Tests.Resources;

public sealed class WindowTests
{
    private readonly ManualTime _time = new();
    private readonly Window<int> _window;

    public WindowTests() => _window = new(_time);

    [Fact]
    public async Task Read_TheFirstTime_WaitsHalfASecondAndCountsAgain()
    {
        var reading = _window.ReadAsync(1, () => 5, TestContext.Current.CancellationToken).AsTask();
        Assert.False(reading.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(501));
        Assert.Equal(new Lapse<int>(1, 5, TimeSpan.FromMilliseconds(501)), await reading);
    }

    [Fact]
    public void Take_LaterOn_SpansTheTimeSinceTheOneBefore()
    {
        _window.Take(1);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(new Lapse<int>(1, 2, TimeSpan.FromSeconds(30)), _window.Take(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new Lapse<int>(2, 3, TimeSpan.FromSeconds(1)), _window.Take(3));
    }

    [Fact]
    public void Take_SoonAfterAnother_StillSpansHalfASecondAtLeast()
    {
        _window.Take(1);
        _time.Advance(TimeSpan.FromSeconds(2));
        _window.Take(2);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(new Lapse<int>(1, 3, TimeSpan.FromMilliseconds(2010)), _window.Take(3));
        Assert.Equal(new Lapse<int>(1, 4, TimeSpan.FromMilliseconds(2010)), _window.Take(4));
    }

    [Fact]
    public void Take_AfterALongPause_BeginsAnew()
    {
        _window.Take(1);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(_window.Take(2));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new Lapse<int>(2, 3, TimeSpan.FromSeconds(1)), _window.Take(3));
    }

    [Fact]
    public async Task Read_StoppedWhileItWaits_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var reading = _window.ReadAsync(1, () => 5, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
