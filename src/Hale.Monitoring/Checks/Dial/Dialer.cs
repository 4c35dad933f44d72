using System.Net;
using System.Net.Sockets;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>A connection to <paramref name="End"/>, or why there is none.</summary>
internal readonly record struct Dialed(Socket? Socket, IPEndPoint? End, Failure? Failure);

/// <summary>Addresses to connect to, one at least, or why there are none.</summary>
internal readonly record struct Found(IPAddress[]? Addresses, Failure? Failure);

/// <summary>
/// Resolves and connects, with both phases timed. A name's addresses are tried in order, the next one as soon as one failed or after a quarter of
/// a second; the first connection wins (after RFC 8305, Happy Eyeballs).
/// </summary>
/// <param name="guarded">Whether addresses that the <see cref="Guard"/> denies are left aside.</param>
internal sealed class Dialer(TimeProvider time, Resolver resolver, bool guarded = false)
{
    private const int MostAddresses = 8;
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Connects to <paramref name="host"/>, a name or an address without brackets.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired; the trace's stage tells what was under way.</exception>
    public async ValueTask<Dialed> ConnectAsync(string host, int port, Trace trace, CancellationToken cancel)
    {
        var found = await AddressesAsync(host, trace, cancel);
        return found.Addresses is null ? new(null, null, found.Failure) : await ConnectAsync(found.Addresses, port, trace, cancel);
    }

    /// <summary>Connects to one of a name's addresses.</summary>
    /// <inheritdoc cref="ConnectAsync(string, int, Trace, CancellationToken)"/>
    public async ValueTask<Dialed> ConnectAsync(IPAddress[] addresses, int port, Trace trace, CancellationToken cancel)
    {
        trace.Stage = Stage.Connecting;
        trace.Address = addresses[0];
        var start = trace.Now;
        var ends = addresses.Take(MostAddresses).Select(address => new IPEndPoint(address, port)).ToArray();
        var dialed = ends.Length == 1 ? await AttemptAsync(ends[0], cancel) : await RaceAsync(ends, cancel);
        if (dialed.Socket is not null)
            trace.Connected(start, dialed.End!);
        return dialed;
    }

    private static async Task<Dialed> AttemptAsync(IPEndPoint end, CancellationToken cancel)
    {
        Socket? socket = null;
        try
        {
            socket = new(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(end, cancel);
            return new(socket, end, null);
        }
        catch (SocketException error)
        {
            socket?.Dispose();
            return new(null, end, Faults.Connecting(error.SocketErrorCode, end));
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of <paramref name="host"/>, a name or an address, that may be connected to; or why there are none.</summary>
    public async ValueTask<Found> AddressesAsync(string host, Trace trace, CancellationToken cancel)
    {
        if (!IPAddress.TryParse(host, out var literal))
            return await ResolveAsync(host, trace, cancel);
        return Refusal(literal) is { } refusal ? new(null, refusal) : new([literal], null);
    }

    /// <summary>Why an address may not be connected to; null when it may.</summary>
    public Failure? Refusal(IPAddress address) => guarded && Guard.Denies(address) ? Guard.Blocked(address) : null;

    /// <summary>The name's addresses that may be connected to; or why there are none.</summary>
    public async ValueTask<Found> ResolveAsync(string host, Trace trace, CancellationToken cancel)
    {
        trace.Stage = Stage.Resolving;
        var start = trace.Now;
        try
        {
            var addresses = await resolver.ResolveAsync(host, cancel);
            if (addresses.Length == 0)
                return new(null, Faults.Unresolved(host));
            trace.Resolved(start, host, addresses);
            var allowed = guarded ? [.. addresses.Where(address => !Guard.Denies(address))] : addresses;
            return allowed.Length == 0 ? new(null, Guard.Blocked(addresses[0])) : new(allowed, null);
        }
        catch (Exception error) when (error is SocketException or ArgumentException)
        {
            return new(null, Faults.Unresolved(host));
        }
    }

    private async Task<Dialed> RaceAsync(IPEndPoint[] ends, CancellationToken cancel)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task<Dialed>>();
        Failure? worst = null;
        try
        {
            for (var next = 0; next < ends.Length || running.Count > 0;)
            {
                if (next < ends.Length)
                    running.Add(AttemptAsync(ends[next++], race.Token));
                var ended = await FirstAsync(running, next < ends.Length, race.Token);
                if (ended is null)
                    continue;
                running.Remove(ended);
                var dialed = await ended;
                if (dialed.Socket is not null)
                    return dialed;
                worst = MoreTelling(worst, dialed.Failure!);
            }

            return new(null, null, worst);
        }
        finally
        {
            await race.CancelAsync();
            await DropAsync(running);
        }
    }

    /// <summary>The first attempt that ended; null when the next address may start.</summary>
    private async Task<Task<Dialed>?> FirstAsync(List<Task<Dialed>> running, bool more, CancellationToken cancel)
    {
        if (!more)
            return await Task.WhenAny(running);
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var pause = Task.Delay(HeadStart, time, rest.Token);
        var first = await Task.WhenAny([.. running, pause]);
        await rest.CancelAsync();
        cancel.ThrowIfCancellationRequested();
        return first as Task<Dialed>;
    }

    /// <summary>The losers' connections are closed before the winner is used, so that none is left over.</summary>
    private static async Task DropAsync(List<Task<Dialed>> losers)
    {
        foreach (var loser in losers)
        {
            await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (loser.IsCompletedSuccessfully)
                (await loser).Socket?.Dispose();
        }
    }

    /// <summary>An answer from a host tells more than the lack of a way to another.</summary>
    private static Failure MoreTelling(Failure? one, Failure other) =>
        one is null || (one.Kind == FailureKind.Unreachable && other.Kind != FailureKind.Unreachable) ? other : one;
}
