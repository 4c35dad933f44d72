using System.Text.Json;
using System.Text.Json.Serialization;
using Hale.Monitoring.Checks;
using Hale.Server.History.Keeping;

namespace Hale.Server.History;

/// <summary>What a failed check saw.</summary>
/// <param name="Steps">How far it came, step by step.</param>
/// <param name="Phases">Null when none was measured.</param>
/// <param name="Answer">The beginning of the answer, without credentials; null when none came.</param>
internal sealed record Evidence(DateTimeOffset At, FailureKind Failure, string Message, IReadOnlyList<string> Steps, Phases? Phases, string? Answer)
{
    /// <summary>The evidence of a failure; null of a success.</summary>
    public static Evidence? Of(Observation seen) => seen.Failure is { } failure
        ? new(seen.At, failure.Kind, failure.Message, seen.Evidence, seen.Phases == default ? null : seen.Phases, seen.Answer)
        : null;

    public string Write() => JsonSerializer.Serialize(this, EvidenceJson.Default.Evidence);

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is not legible.</summary>
    public static Evidence? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, EvidenceJson.Default.Evidence) is { Message: not null, Steps: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WordOf<FailureKind>)])]
[JsonSerializable(typeof(Evidence))]
internal sealed partial class EvidenceJson : JsonSerializerContext;
