using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hale.Server.Registry;

/// <summary>A change of what a service's definition comes to.</summary>
/// <param name="By">Who declares it since.</param>
/// <param name="Place">Where the file declares it since: <c>hale.yaml:12</c>; null for a change over the API.</param>
/// <param name="Fields">What is different, the first of it at least; nothing where only that something is different is known: it happened while no hub ran.</param>
internal sealed record DefinitionChange(string Service, DateTimeOffset At, Origin By, string? Place, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>As it is kept.</summary>
    public StoredChange Store() => new(Service, At, JsonSerializer.Serialize(new(By == Origin.File, Place, Fields), ChangeJson.Default.ChangeBody));

    /// <summary>Reads what was kept; null when it is not legible.</summary>
    public static DefinitionChange? Read(StoredChange stored)
    {
        try
        {
            var body = JsonSerializer.Deserialize(stored.Body, ChangeJson.Default.ChangeBody);
            return body is null ? null : new(stored.Service, stored.At, body.File ? Origin.File : Origin.Api, body.Place, body.Fields ?? []);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What became of one field of a definition.</summary>
/// <param name="Field">Its dotted path, such as <c>check.url</c>.</param>
/// <param name="Before">What it was, credentials masked; null when there was nothing.</param>
/// <param name="After">What it is.</param>
/// <param name="Secret">What is different is a credential: both look the same.</param>
internal sealed record FieldChange(string Field, string? Before, string? After, bool Secret = false);

/// <summary>The part of a change that the store need not understand.</summary>
internal sealed record ChangeBody(bool File, string? Place, IReadOnlyList<FieldChange>? Fields);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ChangeBody))]
internal sealed partial class ChangeJson : JsonSerializerContext;
