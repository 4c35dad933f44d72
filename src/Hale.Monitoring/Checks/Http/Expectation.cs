using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What an answer must be like beside its status.</summary>
internal sealed record Expectation
{
    /// <summary>Nothing beside the status.</summary>
    public static readonly Expectation Nothing = new();

    /// <summary>The statuses that are a success; null for the column's default.</summary>
    public StatusSet? Status { get; init; }

    /// <summary>Text the body must contain.</summary>
    public string? BodyContains { get; init; }

    /// <summary>What the body must match; bounded in time.</summary>
    public Regex? BodyMatches { get; init; }

    /// <summary>The values that must be found at these paths of a JSON body.</summary>
    public IReadOnlyList<(JsonPath Path, JsonElement Value)> Json { get; init; } = [];

    /// <summary>The values these headers must have, ignoring case.</summary>
    public IReadOnlyDictionary<string, string> Header { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
