using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Icmp;

/// <summary>One run of a ping: sends its requests and waits for their echoes.</summary>
internal sealed class Ping
{
    private const int MostAddresses = 4;
    private const int LongestMessage = 2048;
    private static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(200);

    private readonly TimeProvider _time;
    private readonly TimeSpan _gap;
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(Echo.MarkLength);
    private readonly IcmpCheckOptions _options;
    private IPAddress _address = IPAddress.None;
    private Failure? _failure;

    public Ping(IcmpCheckOptions options, Visit visit, TimeProvider time, TimeSpan timeout)
    {
        (_options, _time) = (options, time);

        // Half of the time at least is left to wait for the last echo.
        _gap = timeout / (2 * options.Count) < LongestGap ? timeout / (2 * options.Count) : LongestGap;
        Visit = visit;

        // Silence from a host may be nobody: unlike a connection, a ping does not tell that somebody is there.
        visit.OutOfTime = () => visit.Trace.Stage == Stage.Asking
            ? _failure ?? new(FailureKind.Timeout, $"no echo from {Name} within {Durations.Format(timeout)} (slow response)")
            : null;
    }

    public Visit Visit { get; }

    private string Name => Visit.Host == _address.ToString() ? Visit.Host : $"{Visit.Host} ({_address})";

    /// <summary>Pings one address of the host after the other until there is a way to one.</summary>
    public async Task<Failure?> RunAsync(Dialer dialer, CancellationToken cancel)
    {
        var found = await dialer.AddressesAsync(Visit.Host, Visit.Trace, cancel);
        if (found.Addresses is not { } addresses)
            return found.Failure;
        foreach (var address in addresses.Take(MostAddresses))
        {
            (_address, Visit.Trace.Address, Visit.Trace.Stage) = (address, address, Stage.Asking);
            (var socket, _failure) = EchoSocket.Open(address);
            if (socket is null)
                continue;
            using (socket)
                if (await PingAsync(socket, cancel) is { Answered: > 0 } echoes)
                    return Tell(echoes);
        }

        return _failure;
    }

    /// <summary>Ends when every request has its echo or its error, or when time is up after one echo at least: the rest is lost.</summary>
    private async Task<Echoes> PingAsync(Socket socket, CancellationToken cancel)
    {
        var echoes = new Echoes(_options.Count);
        var mailbox = new Mailbox(socket, LongestMessage);
        try
        {
            for (var number = 0; number < echoes.Count; number++)
            {
                await SendAsync(socket, number, echoes, cancel);
                using var pause = new CancellationTokenSource(number < echoes.Count - 1 ? _gap : Timeout.InfiniteTimeSpan, _time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, pause.Token);
                try
                {
                    while (!echoes.Settled)
                        await HearAsync(mailbox, echoes, both.Token);
                }
                catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
                {
                    // Time for the next one.
                }
            }
        }
        catch (OperationCanceledException) when (echoes.Answered > 0)
        {
            // That is enough.
        }

        return echoes;
    }

    private async Task SendAsync(Socket socket, int number, Echoes echoes, CancellationToken cancel)
    {
        var request = Echo.Request(socket.AddressFamily == AddressFamily.InterNetworkV6, (ushort)number, _mark);
        echoes.Sent(number, _time.GetTimestamp());
        try
        {
            await socket.SendAsync(request, cancel);
        }
        catch (SocketException error)
        {
            Failed(echoes, error);
        }
    }

    private async Task HearAsync(Mailbox mailbox, Echoes echoes, CancellationToken cancel)
    {
        try
        {
            var message = await mailbox.ReceiveAsync(cancel);
            if (Echo.Reply(_address.AddressFamily == AddressFamily.InterNetworkV6, message.Span, _mark) is { } number
                && echoes.TryAnswer(number, since => _time.GetElapsedTime(since), out var took))
                Visit.Trace.Note($"echo {number + 1} from {_address} after {Echoes.Show(took)} ms");
        }
        catch (SocketException error)
        {
            Failed(echoes, error);
        }
    }

    private void Failed(Echoes echoes, SocketException error)
    {
        echoes.Error();
        _failure = EchoSocket.Unreachable(error.SocketErrorCode, _address);
    }

    private Failure? Tell(Echoes echoes)
    {
        Visit.Latency = echoes.Average;
        Visit.Details["address"] = _address.ToString();
        foreach (var (name, figure) in echoes.Figures())
            Visit.Details[name] = figure;
        return null;
    }
}
