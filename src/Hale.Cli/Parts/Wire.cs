using System.Globalization;

namespace Hale.Cli.Parts;

/// <summary>Values as the API writes them, for JSON that no API answered.</summary>
internal static class Wire
{
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
