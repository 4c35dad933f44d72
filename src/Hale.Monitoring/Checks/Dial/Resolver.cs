using System.Collections.Concurrent;
using System.Net;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// Asks the system for a name's addresses. The system's call blocks a thread and can't be given up, so checks of one name share a running call
/// and only so many run at once in the process: a dead resolver then costs a bounded number of threads.
/// </summary>
internal sealed class Resolver(Func<string, Task<IPAddress[]>> lookup)
{
    private const int MostLookups = 32;
    private static readonly SemaphoreSlim Seats = new(MostLookups);
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _running = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A resolver that asks the system.</summary>
    public Resolver() : this(System.Net.Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>The addresses of <paramref name="host"/>, in the system's order of preference.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could say.</exception>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        var mine = new Lazy<Task<IPAddress[]>>(() => LookupAsync(host));
        var running = _running.GetOrAdd(host, mine);
        if (ReferenceEquals(running, mine))
            _ = ForgetAsync(host, mine);
        return running.Value.WaitAsync(cancel);
    }

    private async Task<IPAddress[]> LookupAsync(string host)
    {
        await Seats.WaitAsync();
        try
        {
            return await lookup(host);
        }
        finally
        {
            Seats.Release();
        }
    }

    private async Task ForgetAsync(string host, Lazy<Task<IPAddress[]>> mine)
    {
        await ((Task)mine.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running.TryRemove(new(host, mine));
    }
}
