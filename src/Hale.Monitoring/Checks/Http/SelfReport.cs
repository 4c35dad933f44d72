using System.Text;
using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What a body says of the one who sent it.</summary>
internal enum Word
{
    /// <summary>Nothing that is known.</summary>
    None,
    Up,
    Degraded,
    Down,
}

/// <summary>
/// An answer's own report in one of the known health formats: Hale's, ASP.NET Core HealthReport (plain and UI), Spring Boot Actuator,
/// application/health+json (draft-inadarei-api-health-check-06), MicroProfile Health. A format is known by its content, not by its media type.
/// </summary>
/// <param name="Said">The body's status as it is written, with the components that are not well; for a person.</param>
/// <param name="Details"><c>version</c> (text), <c>uptime</c> (seconds, a double), <c>components</c> (names to statuses); null when nothing was told.</param>
internal sealed record SelfReport(Word Word, string? Said, IReadOnlyDictionary<string, object?>? Details)
{
    private static readonly SelfReport Silent = new(Word.None, null, null);

    /// <summary>Reads an answer's body; a body in no known format says nothing.</summary>
    public static SelfReport Read(Answer answer)
    {
        var body = answer.Body.Span.TrimStart("\uFEFF \t\r\n"u8);
        if (body.IsEmpty)
            return Silent;
        if (body[0] != (byte)'{')
            return Plain(answer, body);
        if (answer.Cut)
            return TopStatus(body) is { } said ? new(Meaning(said), Quote(said), null) : Silent;
        using var document = LooseJson.Parse(answer.Body);
        return document is null ? Silent : Of(document.RootElement);
    }

    /// <summary>What a status word means; case does not matter.</summary>
    public static Word Meaning(string said) => said.ToLowerInvariant() switch
    {
        "up" or "ok" or "pass" or "healthy" or "running" => Word.Up,
        "degraded" or "warn" or "warning" => Word.Degraded,
        "down" or "unhealthy" or "fail" or "failed" or "error" or "critical" or "out_of_service" => Word.Down,
        _ => Word.None,
    };

    private static SelfReport Of(JsonElement root)
    {
        var said = root.Text("status");
        var components = HealthComponents.Read(root);
        var details = new Dictionary<string, object?>();
        if ((root.Text("version") ?? root.Text("releaseId")) is { } version)
            details["version"] = Cut(version);
        if (Uptime(root) is { } uptime)
            details["uptime"] = uptime;
        if (components.Count > 0)
            details["components"] = components;
        return new(said is null ? Word.None : Meaning(said), said is null ? null : Told(said, components), details.Count > 0 ? details : null);
    }

    private static string Told(string said, IReadOnlyDictionary<string, string> components)
    {
        var unwell = components.Where(each => Meaning(each.Value) is Word.Degraded or Word.Down).Take(3).Select(each => $"{each.Key} {each.Value}");
        return string.Join(": ", new[] { Quote(said), string.Join(", ", unwell) }.Where(part => part.Length > 0));
    }

    /// <summary>ASP.NET Core's own writer answers with one word of plain text.</summary>
    private static SelfReport Plain(Answer answer, ReadOnlySpan<byte> body)
    {
        if (body.Length > 20 || answer.Header("Content-Type")?.StartsWith("text/plain", StringComparison.OrdinalIgnoreCase) != true)
            return Silent;
        var said = Encoding.UTF8.GetString(body).Trim();
        return said is "Healthy" or "Degraded" or "Unhealthy" ? new(Meaning(said), Quote(said), null) : Silent;
    }

    /// <summary>In health+json it is one of the checks.</summary>
    private static double? Uptime(JsonElement root) =>
        root.Real("uptime") ?? root.Real("uptime_seconds") ?? root.Under("checks")?.Items("uptime").FirstOrDefault().Real("observedValue");

    /// <summary>The top object's status of a body that was cut off, when it stands in the part that was read.</summary>
    private static string? TopStatus(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("status"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }

    private static string Cut(string text) => text.Length <= 100 ? text : text[..100];

    private static string Quote(string said) => said.Length <= 40 ? said : string.Concat(said.AsSpan(0, 37), "...");
}
