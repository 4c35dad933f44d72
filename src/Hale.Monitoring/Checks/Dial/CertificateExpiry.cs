using System.Globalization;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>Says that a valid certificate will not stay valid for long.</summary>
internal static class CertificateExpiry
{
    /// <summary>The least and the most that may be asked to be warned before.</summary>
    public static readonly (TimeSpan Least, TimeSpan Most) Allowed = (TimeSpan.FromHours(1), TimeSpan.FromDays(3650));

    /// <summary>A sentence when less than <paramref name="before"/> is left; null otherwise, and when nobody asked.</summary>
    public static string? Warning(TimeSpan? before, DateTimeOffset? expires, DateTimeOffset now) =>
        before is { } limit && expires is { } end && end - now < limit
            ? string.Create(CultureInfo.InvariantCulture, $"the certificate expires on {end:yyyy-MM-dd}")
            : null;
}
