using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>Everything a declaration file says of what to watch; read, checked as a whole, dependencies resolved.</summary>
/// <param name="FileName">The file's name as people are told it: <c>hale.yaml</c>.</param>
/// <param name="Defaults">The hub's for services.</param>
/// <param name="TargetDefaults">The hub's for targets.</param>
internal sealed record FileDeclarations(
    string FileName,
    CheckSettings Defaults,
    CheckSettings TargetDefaults,
    IReadOnlyList<ProjectDraft> Projects,
    IReadOnlyList<ServiceDraft> Services,
    IReadOnlyList<TargetDraft> Targets)
{
    /// <summary>The pages for the public.</summary>
    public IReadOnlyList<StatusPageSpec> StatusPages { get; init; } = [];

    /// <summary>A file that declares nothing.</summary>
    public static FileDeclarations Empty(string fileName) => new(fileName, CheckSettings.None, CheckSettings.None, [], [], []);
}

/// <summary>A project as it was described.</summary>
/// <param name="At">Where in the file.</param>
internal sealed record ProjectDraft(
    string Id, string Name, IReadOnlyDictionary<string, string> Labels, CheckSettings Defaults, CheckSettings TargetDefaults, string? PrimaryTarget, Mark? At = null);

/// <summary>A service as it was described.</summary>
internal sealed record ServiceDraft
{
    public required string Id { get; init; }

    public required string Project { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required bool Critical { get; init; }

    public required CheckSpec Check { get; init; }

    public required CheckSettings Given { get; init; }

    /// <summary>What it needs, as written: ids, or names within the project.</summary>
    public required IReadOnlyList<Need> Needs { get; init; }

    /// <summary>What it needs, as ids; once resolved.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Counts only when the write creates the service.</summary>
    public required bool Paused { get; init; }

    public string? Version { get; init; }

    public int? Port { get; init; }

    public string? ContainerId { get; init; }

    /// <summary>Where in the file.</summary>
    public Mark? At { get; init; }
}

/// <summary>One entry of <c>depends_on</c> as written.</summary>
/// <param name="Path">The entry's dotted path.</param>
/// <param name="Value">Its value, for its place and for how it is shown.</param>
internal sealed record Need(string Path, ScalarNode Value)
{
    /// <summary>The id or name.</summary>
    public string Text => Value.Text;
}

/// <summary>A target as it was described.</summary>
/// <param name="Url">As given, perhaps a base URL.</param>
/// <param name="At">Where in the file.</param>
internal sealed record TargetDraft(
    string Id, string Project, string Url, CheckSpec Check, CheckSettings Given, string? ProcessName, Mark? At = null)
{
    /// <summary>The key of its monitor.</summary>
    public string Key => $"{Project}:{Id}";
}
