using System.Text;
using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Cli.Importing;

/// <summary>What readers write their descriptions with.</summary>
internal static class Writing
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(31);

    /// <summary>A host as it stands in a URL: IPv6 in brackets.</summary>
    public static string Host(string host) => host.Contains(':') && !host.StartsWith('[') ? $"[{host}]" : host;

    /// <summary>Puts how often and how long into a description, within what Hale allows, and tells where that is less.</summary>
    public static void Timing(this JsonObject body, Part from, (string Key, TimeSpan? Value) interval, (string Key, TimeSpan? Value) timeout)
    {
        if (Bounded(from, interval, TimeSpan.FromSeconds(1), LongestInterval) is { } every)
            body["interval"] = Durations.Format(every);
        if (Bounded(from, timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)) is { } most)
            body["timeout"] = Durations.Format(most);
    }

    /// <summary>The duration, or the nearest that is allowed.</summary>
    public static TimeSpan? Bounded(Part from, (string Key, TimeSpan? Value) given, TimeSpan least, TimeSpan most)
    {
        if (given.Value is not { } value)
            return null;
        var within = value < least ? least : value > most ? most : value;
        if (within != value)
            from.Tell(given.Key, $"found {Durations.Format(value)}; allowed: {Durations.Format(least)} to {Durations.Format(most)}; it is {Durations.Format(within)}");
        return within;
    }

    /// <summary>What is expected of an HTTP answer; made when first asked for.</summary>
    public static JsonObject Expect(this JsonObject check)
    {
        if (check["expect"] is not JsonObject expect)
            check["expect"] = expect = [];
        return expect;
    }

    /// <summary>Adds a header, unless one of that name is there.</summary>
    public static void Header(this JsonObject check, string name, string value)
    {
        if (check["headers"] is not JsonObject headers)
            check["headers"] = headers = [];
        if (!headers.Any(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            headers[name] = value;
    }

    /// <summary>Adds the header of a Basic login.</summary>
    public static void Login(this JsonObject check, string user, string password) =>
        check.Header("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>Names and texts; null where there are none, or a label's name can't be one.</summary>
    public static JsonObject? Map(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var map = new JsonObject();
        foreach (var (name, value) in pairs)
            if (name.Trim().Length > 0)
                map[name.Replace('=', '_')] = value;
        return map.Count > 0 ? map : null;
    }

    /// <summary>Statuses as Hale writes them: <c>200-299,401</c>.</summary>
    public static string Statuses(IEnumerable<int> statuses)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var status in statuses.Order())
            if (ranges.Count > 0 && ranges[^1].To >= status - 1)
                ranges[^1] = (ranges[^1].From, status);
            else
                ranges.Add((status, status));
        return string.Join(',', ranges.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
    }
}
