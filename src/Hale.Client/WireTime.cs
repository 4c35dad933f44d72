using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hale.Client;

/// <summary>Times on the wire: RFC 3339, UTC, milliseconds: <c>2026-11-05T10:00:00.000Z</c>.</summary>
public sealed class WireTime : JsonConverter<DateTimeOffset>
{
    /// <summary>A time as the wire spells it.</summary>
    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[24];
        value.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
