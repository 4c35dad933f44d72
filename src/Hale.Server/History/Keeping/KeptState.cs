using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History.Keeping;

/// <summary>A key's state as it stands in the store. A field may be added; any other change takes a new <see cref="Version"/>.</summary>
/// <param name="Through">The last row of the write-ahead log whose results it knows of.</param>
/// <param name="Beyond">How many of the key's results in the rows after that it knows of too.</param>
internal sealed record KeptState(
    int V, Status Status, DateTimeOffset Since, Why Why, string? Message, int Failures, int Successes, FailureKind? Failure,
    KeptResult? Last, string? LastError, KeptDay Day, long Through = 0, int Beyond = 0)
{
    /// <summary>The version this program writes, and the only one it reads.</summary>
    public const int Version = 2;

    /// <summary>The verdict of it.</summary>
    public Verdict ToVerdict() => new(Status, Since, Why, Message, Failures, Successes, Failure);

    public string Write() => JsonSerializer.Serialize(this, KeptJson.Default.KeptState);

    /// <summary>Reads a state; null when it is not legible or of another version.</summary>
    public static KeptState? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, KeptJson.Default.KeptState) is { V: Version, Day.Checks: not null } state ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Checks and failures of hours in a row within a <see cref="KeptState"/>.</summary>
/// <param name="From">The first hour, counted from 1970.</param>
/// <param name="Failures">Null when there were none.</param>
internal sealed record KeptDay(long From, IReadOnlyList<uint> Checks, IReadOnlyList<uint>? Failures);

/// <summary>The last result within a <see cref="KeptState"/>.</summary>
internal sealed record KeptResult(
    DateTimeOffset At, bool Success, double? LatencyMs, FailureKind? Failure, string? Message, Phases? Phases, JsonObject? Details,
    DateTimeOffset? CertificateExpiresAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WordOf<Status>), typeof(WordOf<Why>), typeof(WordOf<FailureKind>)])]
[JsonSerializable(typeof(KeptState))]
internal sealed partial class KeptJson : JsonSerializerContext;

/// <summary>An enum's members as snake_case words.</summary>
internal sealed class WordOf<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
