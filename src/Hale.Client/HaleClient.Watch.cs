using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Hale.Client;

public sealed partial class HaleClient
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The live stream: a snapshot first, then each change as it happens. When the stream breaks off it is opened again from the last number seen,
    /// so that nothing is missed and nothing comes twice; where the hub can no longer serve that number, a new snapshot comes.
    /// </summary>
    /// <exception cref="HaleUnreachableException">No hub answers at the first attempt, or, with <see cref="WatchOptions.Resume"/> off, later.</exception>
    public async IAsyncEnumerable<LiveChange> WatchAsync(WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        options ??= new();
        var since = options.Since;
        var failures = 0;
        var met = false;
        while (true)
        {
            await using var stream = new LiveStream(options);
            var open = await TryAsync(() => stream.ConnectAsync(LiveUri(options, since), _token, cancel), met && options.Resume);
            met |= open;
            while (open && await stream.NextAsync(cancel) is { } change)
            {
                failures = 0;
                since = change.Seq;
                yield return change;
            }

            if (!options.Resume)
                yield break;
            await Task.Delay(Pause(failures++), options.Time, cancel);
        }
    }

    private static TimeSpan Pause(int failures) => TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(failures, 10))));

    private async Task<bool> TryAsync(Func<Task> connect, bool again)
    {
        try
        {
            await connect();
            return true;
        }
        catch (WebSocketException error)
        {
            return again ? false : throw new HaleUnreachableException(Address, HubWire.Reason(error), error);
        }
    }

    private Uri LiveUri(WatchOptions options, long? since)
    {
        var path = "ws/health" + Query.Of(
            ("project", options.Project), ("service", options.Service), ("results", options.Results ? "true" : null),
            ("since", since?.ToString(CultureInfo.InvariantCulture)));
        return new UriBuilder(new Uri(Address, path)) { Scheme = Address.Scheme == "https" ? "wss" : "ws" }.Uri;
    }
}
