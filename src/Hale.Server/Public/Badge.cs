using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Hale.Server.Public;

/// <summary>How well a badge says it stands.</summary>
internal enum Tint
{
    None,
    Good,
    Fair,
    Poor,
    Bad,
}

/// <summary>A few words with a colour, for a README or a page elsewhere.</summary>
/// <param name="Title">The whole in words, for those who hear it.</param>
internal sealed record Badge(string Label, string Message, Tint Tint, string Title)
{
    private const int Padding = 6;
    private const string Narrow = "ijl.,:;'|!()[]{} It1f/-";

    /// <summary>The picture: text and two boxes, without a script, a style or anything from elsewhere.</summary>
    public string Svg()
    {
        var (left, right) = (Width(Label), Width(Message));
        var (first, all) = (left + 2 * Padding, left + right + 4 * Padding);
        var (label, message, title) = (Shown.Escape(Label), Shown.Escape(Message), Shown.Escape(Title));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{all}" height="20" viewBox="0 0 {all} 20" role="img" aria-label="{title}">
            <title>{title}</title>
            <clipPath id="r"><rect width="{all}" height="20" rx="4"/></clipPath>
            <g clip-path="url(#r)"><rect width="{first}" height="20" fill="#3f3f46"/><rect x="{first}" width="{all - first}" height="20" fill="{Fill}"/></g>
            <g fill="#fff" font-family="Inter,Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
            <text x="{first / 2.0}" y="14" textLength="{left}" lengthAdjust="spacingAndGlyphs">{label}</text>
            <text x="{first + (all - first) / 2.0}" y="14" textLength="{right}" lengthAdjust="spacingAndGlyphs">{message}</text>
            </g></svg>

            """);
    }

    /// <summary>What <c>img.shields.io/endpoint</c> reads.</summary>
    public string Json()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", 1);
            json.WriteString("label", Label);
            json.WriteString("message", Message);
            json.WriteString("color", Colour);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Dark enough for white text: at least 4.5 to 1.</summary>
    private string Fill => Tint switch
    {
        Tint.Good => "#15803d",
        Tint.Fair => "#4d7c0f",
        Tint.Poor => "#a16207",
        Tint.Bad => "#b91c1c",
        _ => "#57606a",
    };

    private string Colour => Tint switch
    {
        Tint.Good => "brightgreen",
        Tint.Fair => "yellowgreen",
        Tint.Poor => "orange",
        Tint.Bad => "red",
        _ => "lightgrey",
    };

    /// <summary>About how wide a text is at 11 pixels; the picture says it too, so that another font fits as well.</summary>
    private static int Width(string text)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
            width += rune.Value switch
            {
                > 0x10FF => 11,
                < 128 when Narrow.Contains((char)rune.Value) => 4,
                'm' or 'w' or 'M' or 'W' or '%' or '@' => 10,
                >= 'A' and <= 'Z' => 7.6,
                _ => 6.6,
            };
        return Math.Max(1, (int)Math.Ceiling(width));
    }
}
