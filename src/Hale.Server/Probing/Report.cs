using System.Globalization;
using System.Text;

namespace Hale.Server.Probing;

/// <summary>A probe for a person, in the shape that <c>debug=true</c> has at blackbox_exporter: what happened, the metrics, and what was asked.</summary>
internal static class Report
{
    private const string Gap = "\n\n\n";

    public static string Of(Probed probed, string metrics)
    {
        var seen = probed.Seen;
        var text = new StringBuilder("Logs for the probe:\n");
        foreach (var step in seen.Evidence)
            text.Append(step).Append('\n');
        if (seen.Message is { } said)
            text.Append(said).Append('\n');
        text.Append(seen.Failure is { } failure ? $"Probe failed: {Words.Of(failure.Kind)}" : "Probe succeeded")
            .Append(CultureInfo.InvariantCulture, $" (duration_seconds={seen.Took.TotalSeconds:0.######})\n")
            .Append(Gap).Append("Metrics that would have been returned:\n").Append(metrics)
            .Append(Gap).Append("Module configuration:\n").Append(probed.Options.Describe(secrets: false).ToJsonString()).Append('\n');
        return text.ToString();
    }
}
