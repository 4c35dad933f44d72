using System.Globalization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Server.History;
using Hale.Tests.Kit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Contracts.Tests;

/// <summary>
/// A whole history on a real store, fed with ten thousand results a second until it is killed. It waits for its orders on standard input
/// (<c>PLACE FIRST EVERY</c>), so that it can be started while another one still runs, and says each millisecond how many results it has fed and how many of
/// them are acknowledged: <c>4170 3990</c>.
/// </summary>
internal static class Feeder
{
    private const int PerMillisecond = 10;

    public static async Task<int> RunAsync()
    {
        if ((await Console.In.ReadLineAsync())?.Split(' ') is not [var at, var first, var every])
            return 0;
        await using var place = await Place.OpenAsync(at);
        var options = new HistoryOptions
        {
            Every = TimeSpan.FromMilliseconds(int.Parse(every, CultureInfo.InvariantCulture)),
            // Small, so that what was written ahead is saved and trimmed several times a second.
            Ahead = 16 << 10,
        };
        var history = new History(place.Stores.History, options, new(TimeProvider.System), TimeProvider.System, NullLogger<History>.Instance);
        await history.LoadAsync(CancellationToken.None);
        _ = history.RunAsync(CancellationToken.None);
        await FeedAsync(history, long.Parse(first, CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task FeedAsync(History history, long first)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        for (var next = first; await timer.WaitForNextTickAsync();)
        {
            var due = first + (long)(TimeProvider.System.GetElapsedTime(began).TotalMilliseconds * PerMillisecond);
            for (; next < due; next++)
                history.Saw(Flood.Outcome(next, history));
            // What is pending was fed last: results are written in the order they come. It counts events too, so this is never too much.
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{next} {Math.Max(first, next - history.Unwritten)}"));
        }
    }
}

/// <summary>The results that are fed, each known by its number: half of them are of a few busy series, which fill chunks, the others of many.</summary>
internal static class Flood
{
    private const int Busy = 10;
    private const int Calm = 290;

    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    /// <summary>All series.</summary>
    public static IEnumerable<string> Keys { get; } = [.. Enumerable.Range(0, Busy).Select(i => $"busy-{i}"), .. Enumerable.Range(0, Calm).Select(i => $"calm-{i}")];

    /// <summary>The series of a result.</summary>
    public static string KeyOf(long number) => number % 2 == 0 ? $"busy-{number / 2 % Busy}" : $"calm-{number / 2 % Calm}";

    /// <summary>The time of a result, a millisecond after the one before it.</summary>
    public static DateTimeOffset TimeOf(long number) => T0.AddMilliseconds(number);

    /// <summary>The number of the result of a time.</summary>
    public static long NumberOf(DateTimeOffset at) => (long)(at - T0).TotalMilliseconds;

    /// <summary>Whether it is a failure: for a third of the time all are, so that every series changes its status again and again.</summary>
    public static bool Fails(long number) => number / 2_500 % 3 == 2;

    public static Outcome Outcome(long number, History history)
    {
        var key = KeyOf(number);
        var seen = (Fails(number) ? Some.Failure(FailureKind.Refused, message: $"refused in {number / 7_500}") : Some.Success(1 + number % 50)) with { At = TimeOf(number) };
        var before = history.Find(key).Verdict;
        return new(Some.Service(new("fake", null!), key), seen, before, Judge.Next(before, seen, new Patience { Retries = 0 }, seen.At + seen.Took), Counted: true);
    }
}
