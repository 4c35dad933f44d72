using System.Globalization;

namespace Hale.Bench.Fleet;

/// <summary>The numbers of a <c>/metrics</c> page: by series, as they stand there.</summary>
internal sealed class Exposition(IReadOnlyDictionary<string, double> series)
{
    public static async Task<Exposition> ReadAsync(HttpClient client)
    {
        var text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var series = new Dictionary<string, double>();
        foreach (var line in text.Split('\n'))
            if (line.Length > 0 && line[0] != '#' && line.LastIndexOf(' ') is > 0 and var blank)
                series[line[..blank]] = double.Parse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture);
        return new(series);
    }

    /// <summary>The sum of a counter's series that hold a label, since another reading.</summary>
    public double Since(Exposition before, string name, string label = "") => Sum(name, label) - before.Sum(name, label);

    /// <summary>The bound of the histogram's bucket in which the quantile lies, since another reading; null without a sample.</summary>
    public double? Quantile(Exposition before, string histogram, double quantile)
    {
        var buckets = series.Keys.Where(key => key.StartsWith($"{histogram}_bucket{{", StringComparison.Ordinal))
            .GroupBy(Bound).OrderBy(group => group.Key)
            .Select(group => (Bound: group.Key, Count: group.Sum(key => series[key] - before.Value(key)))).ToArray();
        var all = buckets.Length == 0 ? 0 : buckets[^1].Count;
        return all == 0 ? null : buckets.First(bucket => bucket.Count >= all * quantile).Bound;
    }

    private static double Bound(string key)
    {
        var start = key.IndexOf("le=\"", StringComparison.Ordinal) + 4;
        var text = key[start..key.IndexOf('"', start)];
        return text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private double Value(string key) => series.GetValueOrDefault(key);

    private double Sum(string name, string label) => series
        .Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal) && (pair.Key.Length == name.Length || pair.Key[name.Length] == '{'))
        .Where(pair => pair.Key.Contains(label, StringComparison.Ordinal)).Sum(pair => pair.Value);
}
