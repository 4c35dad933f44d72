using System.Net;
using System.Net.Sockets;
using Hale.Monitoring.Flow;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Cli.Demo;

/// <summary>A simulated database: takes connections, and while it is away refuses them.</summary>
internal sealed class Database(Func<bool> away, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private Socket _socket = Port.Take();
    private bool _open;
    private Task _running = Task.CompletedTask;

    public string Url => $"tcp://{_socket.LocalEndPoint}";

    public void Start(Vitals vitals) =>
        _running = new Loop(vitals.Loop("demo database", Timeout.InfiniteTimeSpan), time, NullLogger.Instance).RunAsync(TurnAsync, _stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async ValueTask<bool> TurnAsync(CancellationToken stopping)
    {
        if (away() == _open)
            Turn();
        using var look = new CancellationTokenSource(Look, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, look.Token);
        try
        {
            if (_open)
                (await _socket.AcceptAsync(both.Token)).Dispose();
            else
                await Task.Delay(Look, time, stopping);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // Nobody came; time to look whether it should be open still.
        }

        return true;
    }

    /// <summary>Opens or closes; a closed one keeps its port, so that nobody else answers there.</summary>
    private void Turn()
    {
        if (_open)
        {
            var port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
            _socket.Dispose();
            _socket = Port.Take(port);
        }
        else
            _socket.Listen();

        _open = !_open;
    }
}
