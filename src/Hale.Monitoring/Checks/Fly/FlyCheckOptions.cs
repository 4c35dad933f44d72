using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Http;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>Which machine is watched, and how. Two are equal when they are described alike.</summary>
internal sealed record FlyCheckOptions : ICheckOptions
{
    public const int DefaultPort = 8080;

    public static readonly Uri PublicApi = new("https://api.machines.dev");

    /// <summary>The app's name.</summary>
    public required string App { get; init; }

    /// <summary>The machine's id.</summary>
    public required string Machine { get; init; }

    /// <summary>What proves who asks the API.</summary>
    /// <value>Default: null, which is the environment's <c>FLY_API_TOKEN</c>.</value>
    public string? Token { get; init; }

    /// <summary>What is asked of the machine itself, by HTTP.</summary>
    /// <value>Default: null, which is nothing.</value>
    public string? Path { get; init; }

    /// <summary>The port the machine answers at.</summary>
    /// <value>Default: 8080. Allowed: 1 to 65,535.</value>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The host the machine answers at.</summary>
    /// <value>Default: null, which is its name in the private network.</value>
    public string? Host { get; init; }

    /// <summary>Where the API is.</summary>
    /// <value>Default: <c>https://api.machines.dev</c>.</value>
    public Uri Api { get; init; } = PublicApi;

    /// <summary>The question to the machine itself; null when it is not asked.</summary>
    public HttpCheckOptions? Http { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "machine";

    /// <inheritdoc/>
    public string Peer => Http?.Peer ?? Faults.Join(Api.IdnHost, Api.Port);

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "fly", ["url"] = $"{FlyCheckRules.Scheme}{App}/{Machine}" };
        if (Token is { } token)
            described["token"] = secrets ? token : Secrets.Mask;
        if (Path is not null)
            described["path"] = Path;
        if (Port != DefaultPort)
            described["port"] = Port;
        if (Host is not null)
            described["host"] = Host;
        if (Api != PublicApi)
            described["api"] = Api.OriginalString;
        return described;
    }

    /// <inheritdoc/>
    public bool Equals(FlyCheckOptions? other) => ReferenceEquals(this, other) || (other is not null && Canonical == other.Canonical);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Describe(secrets: false).ToJsonString();

    private string Canonical => Describe(secrets: true).ToJsonString();
}
