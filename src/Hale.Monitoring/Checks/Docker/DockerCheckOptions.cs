using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Exec;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>Which container must run, what it may use, and what is run in it; null for any, or nothing. Two are equal when they are described alike.</summary>
internal sealed record DockerCheckOptions : ICheckOptions
{
    /// <summary>The container's name or id.</summary>
    public required string Container { get; init; }

    /// <summary>The engine's socket.</summary>
    /// <value>Default: null, which is where the engines' own programs look.</value>
    public string? Socket { get; init; }

    /// <summary>What is run in the container.</summary>
    /// <value>Default: empty, which is nothing.</value>
    public IReadOnlyList<Word> Command { get; init; } = [];

    /// <summary>100 is one processor.</summary>
    /// <value>Default: null. Allowed: 1 to 100,000.</value>
    public int? MaxCpuPercent { get; init; }

    /// <summary>What it may hold in memory, in bytes.</summary>
    /// <value>Default: null.</value>
    public long? MaxMemory { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "container";

    /// <inheritdoc/>
    public bool RunsCommand => Command.Count > 0;

    /// <summary>What must not be seen, should the command say it.</summary>
    public string?[] Credentials => [.. Command.SelectMany(word => word.Credentials)];

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "docker", ["url"] = DockerCheckRules.Scheme + Container };
        if (Socket is not null)
            described["socket"] = Socket;
        if (Command.Count > 0)
            described["command"] = new JsonArray([.. Command.Select(word => JsonValue.Create(secrets ? word.Text : word.Shown))]);
        if (MaxCpuPercent is { } cpu)
            described["max_cpu_percent"] = cpu;
        if (MaxMemory is { } memory)
            described["max_memory"] = Sizes.Exact(memory);
        return described;
    }

    /// <inheritdoc/>
    public bool Equals(DockerCheckOptions? other) => ReferenceEquals(this, other) || (other is not null && Canonical == other.Canonical);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Describe(secrets: false).ToJsonString();

    private string Canonical => Describe(secrets: true).ToJsonString();
}
