using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Server.Series;

/// <summary>Reads samples that somebody sends: <c>{"samples":[{"name","labels":{},"value","at"}]}</c>.</summary>
internal static class SampleReader
{
    /// <summary>The most samples of one request.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(10);

    private static readonly Dictionary<string, double> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NaN"] = double.NaN,
        ["Inf"] = double.PositiveInfinity,
        ["+Inf"] = double.PositiveInfinity,
        ["-Inf"] = double.NegativeInfinity,
    };

    /// <summary>The samples; where there are problems, only they mean anything.</summary>
    /// <param name="keep">How old a sample may be.</param>
    public static IReadOnlyList<(SeriesName Name, Measure Sample)> Read(Node body, DateTimeOffset now, TimeSpan keep, Problems problems)
    {
        var fields = new Fields(body, "", problems);
        var samples = new List<(SeriesName, Measure)>();
        if (fields.Require("samples", "a list of samples") && fields.Raw("samples") is { } given)
        {
            if (given is not ListNode list)
                fields.Wrong("samples", given, "a list of samples");
            else if (list.Items.Count > Most)
                problems.Add("samples", $"found {list.Items.Count} samples; allowed: at most {Most} in one request");
            else
                for (var i = 0; i < list.Items.Count; i++)
                    Add(new Fields(list.Items[i], $"samples[{i}]", problems), samples, now, keep, problems);
        }

        fields.Done();
        return samples;
    }

    private static void Add(Fields fields, List<(SeriesName, Measure)> samples, DateTimeOffset now, TimeSpan keep, Problems problems)
    {
        var metric = fields.Require("name", "a metric's name") ? fields.Text("name") : null;
        var labels = Labels(fields, problems);
        var value = fields.Require("value", "a number") ? Value(fields) : null;
        var at = At(fields, now, keep);
        fields.Done();
        if (metric is null || labels is null || value is null || at is null)
            return;
        if (metric.StartsWith(Measuring.Own, StringComparison.Ordinal))
            problems.Add(fields.PathOf("name"), $"found name \"{metric}\"; allowed: any that does not begin with {Measuring.Own}, as the hub's own do");
        else if (SeriesName.TryMake(metric, labels, out var problem) is { } name)
            samples.Add((name, new(at.Value, value.Value)));
        else
            problems.Add(fields.Path, problem!);
    }

    private static List<(string, string)>? Labels(Fields fields, Problems problems)
    {
        var labels = new List<(string, string)>();
        if (fields.Raw("labels") is not { } given)
            return labels;
        if (given is not MapNode map)
        {
            fields.Wrong("labels", given, "a mapping of names to texts");
            return null;
        }

        foreach (var entry in map.Entries)
        {
            if (entry.Value is ScalarNode { Kind: ScalarKind.Text, Text: var text })
                labels.Add((entry.Key, text));
            else
                problems.Add($"{fields.PathOf("labels")}.{entry.Key}", $"found {entry.Value.Found}; allowed: a text");
        }

        return labels.Count == map.Entries.Count ? labels : null;
    }

    // JSON has no words for what is no number, or without end; Prometheus' are texts.
    private static double? Value(Fields fields)
    {
        switch (fields.Raw("value"))
        {
            case ScalarNode { Kind: ScalarKind.Number, Text: var text } when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return number;
            case ScalarNode { Kind: ScalarKind.Text, Text: var word } when Words.TryGetValue(word, out var number):
                return number;
            case { } other:
                fields.Wrong("value", other, "a number, or \"NaN\", \"+Inf\" or \"-Inf\"");
                return null;
            default:
                return null;
        }
    }

    private static long? At(Fields fields, DateTimeOffset now, TimeSpan keep)
    {
        if (fields.Raw("at") is not { } given)
            return now.ToUnixTimeMilliseconds();
        if (given is ScalarNode { Kind: ScalarKind.Text, Text: { Length: >= 20 } text }
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && at >= now - keep && at <= now + Ahead)
            return at.ToUnixTimeMilliseconds();
        fields.Wrong("at", given, $"a time such as 2026-11-05T10:00:00Z, from {Durations.Format(keep)} ago to {Durations.Format(Ahead)} ahead");
        return null;
    }
}
