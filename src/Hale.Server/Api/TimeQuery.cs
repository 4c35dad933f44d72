using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Server.Api;

/// <summary><c>?from=</c> and <c>?to=</c>: RFC 3339, or a duration back from now; by default the hour before <c>to</c>.</summary>
internal static class TimeQuery
{
    /// <summary>The most points that are asked for of one thing.</summary>
    public const int MostPoints = 10_000;

    private const int UsualPoints = 300;

    /// <param name="otherwise">Where to begin when nobody says; null for an hour before the end.</param>
    public static bool TryRead(
        HttpRequest request, DateTimeOffset now, out DateTimeOffset from, out DateTimeOffset to, [NotNullWhen(false)] out IResult? problem,
        DateTimeOffset? otherwise = null)
    {
        from = to = now;
        problem = null;
        if (!TryPoint(request, "to", now, now, out to))
            problem = Wrong(request, "to");
        else if (!TryPoint(request, "from", now, otherwise ?? to - TimeSpan.FromHours(1), out from))
            problem = Wrong(request, "from");
        else if (from >= to)
            problem = Answer.BadQuery("from", "must be before to");
        return problem is null;
    }

    /// <summary><c>?points=</c>: how many steps at most, 300 by default.</summary>
    /// <param name="most">The most that may be asked for.</param>
    public static bool TryPoints(HttpRequest request, int most, out int points, [NotNullWhen(false)] out IResult? problem)
    {
        points = UsualPoints;
        problem = request.Query.TryGetValue("points", out var given) && (!int.TryParse(given.ToString(), out points) || points < 1 || points > most)
            ? Answer.BadQuery("points", $"found \"{given}\"; allowed: a whole number from 1 to {most}")
            : null;
        return problem is null;
    }

    private static IResult Wrong(HttpRequest request, string name) =>
        Answer.BadQuery(name, $"found \"{request.Query[name]}\"; allowed: a time such as 2026-11-05T10:00:00Z, or a duration back from now such as 1h");

    private static bool TryPoint(HttpRequest request, string name, DateTimeOffset now, DateTimeOffset otherwise, out DateTimeOffset point)
    {
        point = otherwise;
        if (!request.Query.TryGetValue(name, out var given))
            return true;
        var text = given.ToString();
        if (Durations.TryParse(text, out var back) && now.Ticks > back.Ticks)
        {
            point = now - back;
            return true;
        }

        return text.Length >= 20 && text.Contains('T', StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out point);
    }
}
