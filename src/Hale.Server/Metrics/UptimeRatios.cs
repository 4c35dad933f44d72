using System.Collections.Frozen;
using Hale.Monitoring.Specs;
using Hale.Server.History;
using Hale.Server.Registry;

namespace Hale.Server.Metrics;

/// <summary>
/// The uptime of all services, for <c>/metrics</c>. What it is made of lies in the store, so it is made when somebody scrapes and then kept: for a minute, and for so
/// long that the making takes no more than a twentieth of the time, however large the fleet is.
/// </summary>
internal sealed partial class UptimeRatios(History.History history, TimeProvider time, ILogger<UptimeRatios> logger)
{
    /// <summary>Of more services they are not told: a scrape would be as large again, and making them would be dear beside the watching.</summary>
    public const int Most = 20_000;

    private const int Share = 20;

    // A month of changes of a whole fleet would be much to hold at once.
    private const int AtOnce = 500;

    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] Spans = [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    private readonly Lock _gate = new();
    private Task<Made>? _last;

    /// <summary>The windows as their label says them, in the order of the ratios.</summary>
    public static IReadOnlyList<string> Windows { get; } = [.. Spans.Select(span => span < TimeSpan.FromDays(2) ? $"{span.TotalHours}h" : Durations.Format(span))];

    /// <summary>By service's id the ratio of each window, from 0 to 1; null where nothing is known. A service that came since they were made has none yet.</summary>
    public async ValueTask<IReadOnlyDictionary<string, double?[]>> AsOfAsync(RegistrySnapshot now, CancellationToken cancel)
    {
        if (now.Services.Count > Most)
            return FrozenDictionary<string, double?[]>.Empty;
        Task<Made> last;
        lock (_gate)
        {
            if (_last is not { } kept || (kept.IsCompleted && !IsFresh(kept)))
                _last = kept = Task.Run(() => MakeAsync(now), CancellationToken.None);
            last = kept;
        }

        return (await last.WaitAsync(cancel)).Ratios;
    }

    private bool IsFresh(Task<Made> kept) => kept is { IsCompletedSuccessfully: true, Result: var made }
        && time.GetElapsedTime(made.Since) < (made.Took * Share is var rest && rest > Span ? rest : Span);

    // It goes on though the one who asked goes away: others wait for it too.
    private async Task<Made> MakeAsync(RegistrySnapshot now)
    {
        var since = time.GetTimestamp();
        var ratios = new Dictionary<string, double?[]>(now.Services.Count, StringComparer.Ordinal);
        try
        {
            var to = time.GetUtcNow();
            foreach (var subjects in now.Services.Values.Select(service => new Subject(service.Id, service.Declared.CreatedAt)).Chunk(AtOnce))
            {
                var percents = await history.PercentsAsync(subjects, Spans, to, CancellationToken.None);
                foreach (var (subject, own) in subjects.Zip(percents))
                    ratios[subject.Key] = [.. own.Select(percent => percent / 100)];
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // The other metrics tell of a store that fails, and are not to fail with it.
            Unread(logger, error);
        }

        return new(since, time.GetElapsedTime(since), ratios);
    }

    [LoggerMessage(1900, LogLevel.Warning, "The uptime of services could not be read; /metrics goes without for a minute")]
    private static partial void Unread(ILogger logger, Exception error);

    private sealed record Made(long Since, TimeSpan Took, IReadOnlyDictionary<string, double?[]> Ratios);
}
