using Hale.Monitoring.Flow;
using Hale.Monitoring.Watch;
using Hale.Server.Config;
using Hale.Server.Live;
using Hale.Server.Maintenance;
using Hale.Server.Metrics;
using Hale.Server.Registry;
using Hale.Server.Series;
using Hale.Server.Watch;

namespace Hale.Server;

/// <summary>Starts the rooms in the order in which facts flow, and stops them in the same, so that what was seen last is still written.</summary>
internal sealed class HubLoops(IServiceProvider rooms, Vitals vitals) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private Task _watching = Task.CompletedTask;
    private Task _others = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancel)
    {
        var watcher = rooms.GetRequiredService<Watcher>();
        var history = rooms.GetRequiredService<History.History>();
        var series = rooms.GetRequiredService<SeriesBook>();
        var board = rooms.GetRequiredService<Board>();
        var feed = rooms.GetRequiredService<LiveFeed>();
        var config = rooms.GetRequiredService<ConfigLoader>();

        await rooms.GetRequiredService<Registrar>().LoadAsync(cancel);
        await rooms.GetRequiredService<MaintenanceBook>().LoadAsync(cancel);
        await history.LoadAsync(cancel);
        await series.LoadAsync(cancel);
        await feed.OpenAsync(cancel);
        await config.StartAsync(cancel);

        // History joins first: the board shows what it holds.
        history.Join(watcher, board.CauseOf);
        rooms.GetRequiredService<Attendance>().Begin();
        board.Join();
        rooms.GetRequiredService<CheckMetrics>().Join(watcher);
        rooms.GetRequiredService<Measuring>().Join(watcher);

        var beats = rooms.GetRequiredService<Heartbeats.Heartbeats>();
        await beats.BeginAsync(cancel);

        var memory = rooms.GetRequiredService<HubMemory>();
        memory.Begin();
        _watching = watcher.RunAsync(_stopping.Token);
        _others = Task.WhenAll(
            history.RunAsync(_stopped.Token), series.RunAsync(_stopped.Token), beats.RunAsync(_stopping.Token), feed.RunAsync(vitals, _stopping.Token),
            config.RunAsync(_stopping.Token), memory.RunAsync(_stopping.Token));
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        await _stopping.CancelAsync();
        await _watching;
        await _stopped.CancelAsync();
        await _others;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _stopped.Dispose();
    }
}
