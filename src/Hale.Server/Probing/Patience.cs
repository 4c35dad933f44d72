using System.Globalization;
using Hale.Monitoring.Specs;

namespace Hale.Server.Probing;

/// <summary>How long a probe may take: what is left of the time after which Prometheus gives the scrape up.</summary>
internal static class Patience
{
    /// <summary>Where Prometheus says how long it waits, in seconds.</summary>
    public const string Header = "X-Prometheus-Scrape-Timeout-Seconds";

    /// <summary>Without that header.</summary>
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(5);

    /// <summary>What is kept for the way back, as blackbox_exporter does.</summary>
    private static readonly TimeSpan WayBack = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(10);

    public static TimeSpan Read(string? header, Problems problems)
    {
        if (string.IsNullOrEmpty(header))
            return Otherwise;
        if (!double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds is not (> 0 and <= 1e6))
        {
            problems.Add(Header, $"found \"{header}\"; allowed: a number of seconds");
            return Otherwise;
        }

        var left = TimeSpan.FromSeconds(seconds) - WayBack;
        return left < Least ? Least : left > Most ? Most : left;
    }
}
