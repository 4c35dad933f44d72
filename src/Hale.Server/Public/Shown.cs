using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using System.Xml;
using Hale.Monitoring.Health;

namespace Hale.Server.Public;

/// <summary>How numbers, times and texts look to the public. Pure.</summary>
internal static class Shown
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>A status as a word that begins a line.</summary>
    public static string Word(Status status, bool paused) => status switch
    {
        Status.Up => "Up",
        Status.Degraded => "Degraded",
        Status.Down => "Down",
        _ => paused ? "Paused" : "Unknown",
    };

    /// <summary>Two decimals at most, never rounded up: less than all is less than 100 %.</summary>
    public static string Percent(double? percent) =>
        percent is { } value ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value * 100) / 100:0.##} %") : "no data";

    public static string Latency(double? milliseconds) => milliseconds switch
    {
        null => "no data",
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms"),
        < 1000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.##} s"),
    };

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Text that may stand in HTML, XML and their attributes.</summary>
    public static string Escape(string text) => Encoder.Encode(Legal(text));

    /// <summary>Text without what XML can't hold.</summary>
    public static string Legal(string text)
    {
        var legal = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            legal.Append(rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value) ? rune.ToString() : "\uFFFD");
        return legal.ToString();
    }
}
