using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Heartbeats;

/// <summary>Reads what an application says of one of its components.</summary>
internal static class ComponentReports
{
    private const int LongestMessage = 1_000;
    private const int MostDetails = 100;

    private static readonly Dictionary<string, Health> Words = new(StringComparer.Ordinal)
    {
        ["healthy"] = Health.Healthy,
        ["degraded"] = Health.Degraded,
        ["unhealthy"] = Health.Unhealthy,
    };

    private enum Health
    {
        Healthy,
        Degraded,
        Unhealthy,
    }

    /// <summary>The report as the judge takes it; null when there are problems.</summary>
    public static Observation? Read(Node body, DateTimeOffset now, Problems problems)
    {
        var fields = new Fields(body, "", problems);
        var status = fields.Require("status", string.Join(", ", Words.Keys)) ? fields.Choice("status", Words) : null;
        var message = fields.Text("message");
        if (message?.Length > LongestMessage)
            fields.Wrong("message", fields.Raw("message")!, $"at most {LongestMessage} characters");
        var latency = Latency(fields);
        var details = Details(fields);
        fields.Done();
        if (!problems.None || status is not { } health)
            return null;
        var took = TimeSpan.FromMilliseconds(latency ?? 0);
        return new()
        {
            At = now - took,
            Took = took,
            Untimed = latency is null,
            Answered = true,
            SaysDegraded = health == Health.Degraded,
            Message = message,
            Failure = health == Health.Unhealthy ? new(FailureKind.Body, message ?? "the application says that it is unhealthy") : null,
            Details = details,
        };
    }

    private static double? Latency(Fields fields)
    {
        if (fields.Raw("latency_ms") is not { } given || given is ScalarNode { Kind: ScalarKind.Null })
            return null;
        if (given is ScalarNode { Kind: ScalarKind.Number, Text: var text }
            && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var latency) && latency is >= 0 and < 1e9)
            return latency;
        fields.Wrong("latency_ms", given, "a number of milliseconds");
        return null;
    }

    private static Dictionary<string, object?>? Details(Fields fields)
    {
        if (fields.Raw("details") is not { } given || given is ScalarNode { Kind: ScalarKind.Null })
            return null;
        if (given is MapNode { Entries.Count: <= MostDetails } map)
            return (Dictionary<string, object?>?)Plain(map);
        fields.Wrong("details", given, $"a mapping of at most {MostDetails} names");
        return null;
    }

    private static object? Plain(Node node) => node switch
    {
        MapNode map => map.Entries.DistinctBy(entry => entry.Key).ToDictionary(entry => entry.Key, entry => Plain(entry.Value)),
        ListNode list => list.Items.Select(Plain).ToList(),
        ScalarNode { Kind: ScalarKind.Bool, Text: var text } => text == "true",
        ScalarNode { Kind: ScalarKind.Number, Text: var text } => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture),
        ScalarNode { Kind: ScalarKind.Text, Text: var text } => text,
        _ => null,
    };
}
