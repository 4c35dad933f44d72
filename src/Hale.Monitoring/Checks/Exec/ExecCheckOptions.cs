using System.Text.Json.Nodes;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>Which command is run. Two are equal when they are described alike.</summary>
internal sealed record ExecCheckOptions : ICheckOptions
{
    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<Word> Command { get; init; }

    /// <summary>Variables beside those that Hale has itself.</summary>
    public IReadOnlyDictionary<string, Word> Env { get; init; } = new Dictionary<string, Word>();

    /// <summary>Where it runs.</summary>
    /// <value>Default: null, where Hale does.</value>
    public string? Cwd { get; init; }

    /// <summary>Whether it is a plugin of Nagios and its kin.</summary>
    /// <value>Default: false.</value>
    public bool Nagios { get; init; }

    /// <inheritdoc/>
    public string ServiceType => "exec";

    /// <inheritdoc/>
    public bool RunsCommand => true;

    /// <summary>What must not be seen, should the command say it.</summary>
    public string?[] Credentials => [.. Command.Concat(Env.Values).SelectMany(word => word.Credentials)];

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "exec", ["command"] = new JsonArray([.. Command.Select(word => JsonValue.Create(Spelled(word, secrets)))]) };
        if (Env.Count > 0)
            described["env"] = new JsonObject(Env.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)Spelled(each.Value, secrets))));
        if (Cwd is not null)
            described["cwd"] = Cwd;
        if (Nagios)
            described["nagios"] = true;
        return described;
    }

    /// <inheritdoc/>
    public bool Equals(ExecCheckOptions? other) => ReferenceEquals(this, other) || (other is not null && Canonical == other.Canonical);

    /// <inheritdoc/>
    public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Shows no credentials.</summary>
    public override string ToString() => Describe(secrets: false).ToJsonString();

    private string Canonical => Describe(secrets: true).ToJsonString();

    private static string Spelled(Word word, bool secrets) => secrets ? word.Text : word.Shown;
}
