using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Ai;

/// <summary>Which model is asked, and where.</summary>
internal sealed record AiCheckOptions : ICheckOptions
{
    /// <summary>The provider's base, such as <c>https://api.openai.com/v1</c>, or the chat endpoint itself.</summary>
    public required Uri Url { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>What proves who asks; null for a provider that does not want to know.</summary>
    public string? Key { get; init; }

    /// <summary>Where the question goes.</summary>
    public string Path => Url.AbsolutePath.TrimEnd('/') is var path && path.EndsWith("/chat/completions", StringComparison.Ordinal) ? path : $"{path}/chat/completions";

    /// <inheritdoc/>
    public string ServiceType => "ai";

    /// <inheritdoc/>
    public string Peer => Faults.Join(Url.IdnHost, Url.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "ai", ["url"] = Url.OriginalString, ["model"] = Model };
        if (Key is { } key)
            described["key"] = secrets ? key : Secrets.Mask;
        return described;
    }
}
