using Hale.Monitoring.Specs;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Public;

/// <summary>Makes badges of services. What takes more than a look is kept for a few seconds.</summary>
internal sealed class Badges(Registrar registry, Board board, History.History history, TimeProvider time)
{
    private const int MostKept = 2_000;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly Kept<double?> _uptimes = new(time, Span, MostKept);
    private readonly Kept<double?> _latencies = new(time, Span, MostKept);

    /// <summary>The windows that a badge may be of, by how they are written.</summary>
    public static IReadOnlyDictionary<string, TimeSpan> Windows { get; } =
        new[] { 1, 24, 7 * 24, 30 * 24, 90 * 24 }.Select(hours => TimeSpan.FromHours(hours)).ToDictionary(Word, StringComparer.Ordinal);

    /// <summary>The service of an id, or of a key as Gatus writes it: <c>group_name</c>, each with <c>-</c> for what an address can't hold.</summary>
    public ServiceSpec? Find(string? key)
    {
        if (key is null)
            return null;
        var now = registry.Now;
        if (now.Services.TryGetValue(key, out var service))
            return service;
        return key.Split('_', 2) is [var group, var name]
            ? now.ServicesOf(group).FirstOrDefault(each => KeyPart(each.Name) == name)
            : null;
    }

    /// <summary>Whether a key's service is on a status page.</summary>
    public bool IsPublic(string? key) => Find(key) is { } service && registry.Now.StatusPages.Values.Any(page => page.Shows(service));

    /// <param name="label">Null for the service's name.</param>
    public Badge Status(ServiceSpec service, string? label = null)
    {
        var status = board.StatusOf(service.Id);
        var word = Shown.Word(status, service.Paused).ToLowerInvariant();
        return new(label ?? service.Name, word, Grades.Of(status), $"{service.Name}: {word}");
    }

    public async Task<Badge> UptimeAsync(ServiceSpec service, string window)
    {
        var span = Windows[window];
        var subject = new Subject(service.Id, service.Declared.CreatedAt);
        var percent = await _uptimes.GetAsync($"{service.Id} {window}", null, async () =>
        {
            var now = time.GetUtcNow();
            return (await history.UptimeAsync(subject, now - span, now, CancellationToken.None)).Percent;
        });
        var text = Shown.Percent(percent);
        return new($"uptime {window}", text, Grades.OfUptime(percent), $"{service.Name}: uptime of {window} {text}");
    }

    /// <summary>The mean of what was answered.</summary>
    public async Task<Badge> LatencyAsync(ServiceSpec service, string window)
    {
        var span = Windows[window];
        var latency = await _latencies.GetAsync($"{service.Id} {window}", null, async () =>
        {
            var now = time.GetUtcNow();
            var points = await history.PointsAsync(service.Id, now - span, now, 1, CancellationToken.None);
            return points.Items.FirstOrDefault(point => point.LatencyMs is not null)?.LatencyMs!.Avg;
        });
        var text = Shown.Latency(latency);
        return new($"latency {window}", text, Grades.OfLatency(latency, service.Timing.Patience.DegradedAbove), $"{service.Name}: mean latency of {window} {text}");
    }

    private static string Word(TimeSpan window) => window < TimeSpan.FromDays(2) ? $"{window.TotalHours}h" : Durations.Format(window);

    private static string KeyPart(string name) => new([.. name.ToLowerInvariant().Select(each => "/_,.#+& ".Contains(each) ? '-' : each)]);
}
