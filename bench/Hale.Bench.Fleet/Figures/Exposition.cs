using System.Globalization;

namespace Hale.Bench.Fleet.Figures;

/// <summary>The numbers of a <c>/metrics</c> page, summed over the services of each project: 100,000 services make a page of a hundred megabytes.</summary>
internal sealed class Exposition(IReadOnlyDictionary<string, double> series)
{
    private static readonly string[] Summed = ["service", "type"];

    public static async Task<Exposition> ReadAsync(HttpClient client, CancellationToken cancel)
    {
        await using var page = await client.GetStreamAsync(new Uri("/metrics", UriKind.Relative), cancel);
        using var lines = new StreamReader(page);
        return await ReadAsync(lines, cancel);
    }

    /// <summary>Reads a page line by line; what is no sample is skipped.</summary>
    public static async Task<Exposition> ReadAsync(TextReader lines, CancellationToken cancel)
    {
        var series = new Dictionary<string, double>();
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0 || line[0] == '#' || line.LastIndexOf(' ') is not (> 0 and var blank))
                continue;
            var key = WithoutSummed(line[..blank]);
            series[key] = series.GetValueOrDefault(key) + double.Parse(line.AsSpan(blank + 1), CultureInfo.InvariantCulture);
        }

        return new(series);
    }

    /// <summary>The sum of a family's series that hold all of the labels, such as <c>outcome="skipped"</c>.</summary>
    public double Sum(string name, params string[] labels) => series
        .Where(pair => pair.Key.StartsWith(name, StringComparison.Ordinal) && (pair.Key.Length == name.Length || pair.Key[name.Length] == '{'))
        .Where(pair => labels.All(label => pair.Key.Contains(label, StringComparison.Ordinal)))
        .Sum(pair => pair.Value);

    /// <summary>How much that sum has grown since another reading.</summary>
    public double Since(Exposition before, string name, params string[] labels) => Sum(name, labels) - before.Sum(name, labels);

    /// <summary>
    /// A quantile of what a histogram counted since another reading, taken as evenly spread within its bucket; infinite beyond the last bound, not a number
    /// without a sample.
    /// </summary>
    public double Quantile(Exposition before, string histogram, double quantile)
    {
        var (lower, below) = (0.0, 0.0);
        var buckets = Buckets(before, histogram);
        var wanted = buckets.Length == 0 ? 0 : buckets[^1].Count * quantile;
        foreach (var (bound, count) in buckets)
        {
            if (count > 0 && count >= wanted)
                return double.IsFinite(bound) ? lower + (bound - lower) * (count == below ? 1 : (wanted - below) / (count - below)) : bound;
            (lower, below) = (bound, count);
        }

        return double.NaN;
    }

    /// <summary>What nothing that a histogram counted since another reading is above: the bound of the last bucket that grew.</summary>
    public double Most(Exposition before, string histogram)
    {
        var buckets = Buckets(before, histogram);
        return buckets.Length == 0 || buckets[^1].Count == 0 ? double.NaN : buckets.First(bucket => bucket.Count == buckets[^1].Count).Bound;
    }

    // What was counted at most at each bound, lowest first.
    private (double Bound, double Count)[] Buckets(Exposition before, string histogram) => series.Keys
        .Where(key => key.StartsWith($"{histogram}_bucket{{", StringComparison.Ordinal))
        .GroupBy(Bound).OrderBy(group => group.Key)
        .Select(group => (group.Key, group.Sum(key => series[key] - before.Value(key)))).ToArray();

    private static string WithoutSummed(string key)
    {
        foreach (var label in Summed)
        {
            var start = key.IndexOf($"{label}=\"", StringComparison.Ordinal);
            if (start <= 0 || key[start - 1] is not ('{' or ','))
                continue;
            var end = key.IndexOf('"', start + label.Length + 2) + 1;
            key = key.Remove(start, end - start + (end < key.Length && key[end] == ',' ? 1 : 0));
        }

        return key;
    }

    private static double Bound(string key)
    {
        var start = key.IndexOf("le=\"", StringComparison.Ordinal) + 4;
        var text = key[start..key.IndexOf('"', start)];
        return text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private double Value(string key) => series.GetValueOrDefault(key);
}
