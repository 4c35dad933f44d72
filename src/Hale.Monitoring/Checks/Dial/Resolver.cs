using System.Collections.Concurrent;
using System.Net;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>
/// Asks the system for a name's addresses. The system's call blocks a thread and can't be given up, so checks of one name share a running call
/// and only so many run at once in the process: a dead resolver then costs a bounded number of threads. What was found is shared for a second more: a
/// sweep over thousands of services on one host asks for its name once a second, and the next sweep asks anew. The system does not tell how long
/// an answer holds, and nothing that is meant to last holds for less.
/// </summary>
internal sealed class Resolver
{
    private const int MostLookups = 32;
    private const int MostKept = 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);
    private static readonly SemaphoreSlim Seats = new(MostLookups);
    private readonly ConcurrentDictionary<string, Search> _searches = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, Task<IPAddress[]>> _lookup;
    private readonly TimeProvider _time;

    /// <param name="lookup">Asks; null for the system.</param>
    public Resolver(TimeProvider time, Func<string, Task<IPAddress[]>>? lookup = null) => (_time, _lookup) = (time, lookup ?? System.Net.Dns.GetHostAddressesAsync);

    /// <summary>The addresses of <paramref name="host"/>, in the system's order of preference.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It has none, or nobody could say.</exception>
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        while (true)
        {
            var mine = new Search(() => LookupAsync(host));
            var search = _searches.GetOrAdd(host, mine);
            if (ReferenceEquals(search, mine))
                _ = EndAsync(host, mine);
            else if (search.FoundAt is { } found && _time.GetElapsedTime(found) >= Kept)
            {
                _searches.TryRemove(new(host, search));
                continue;
            }

            return search.Result.WaitAsync(cancel);
        }
    }

    private async Task<IPAddress[]> LookupAsync(string host)
    {
        await Seats.WaitAsync();
        try
        {
            return await _lookup(host);
        }
        finally
        {
            Seats.Release();
        }
    }

    private async Task EndAsync(string host, Search mine)
    {
        await ((Task)mine.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        mine.FoundAt = _time.GetTimestamp();
        // What failed is asked again at once, and of very many names none is asked for twice within a second.
        if (!mine.Result.IsCompletedSuccessfully || _searches.Count > MostKept)
            _searches.TryRemove(new(host, mine));
    }

    /// <summary>A call, running or ended.</summary>
    private sealed class Search(Func<Task<IPAddress[]>> look)
    {
        private readonly Lazy<Task<IPAddress[]>> _result = new(look);
        private long _foundAt = long.MinValue;

        public Task<IPAddress[]> Result => _result.Value;

        /// <summary>When it ended, as a timestamp; null while it runs.</summary>
        public long? FoundAt
        {
            get => Volatile.Read(ref _foundAt) is var at && at == long.MinValue ? null : at;
            set => Volatile.Write(ref _foundAt, value!.Value);
        }
    }
}
