using System.Collections.ObjectModel;
using System.Globalization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Monitoring.Watch;

namespace Hale.Server.Registry;

/// <summary>Who declared something; what the file declares is read-only elsewhere.</summary>
internal enum Origin
{
    Api,
    File,
}

/// <summary>What every declared thing has beside its own fields.</summary>
/// <param name="Etag">Hash of the definition; changes with it only.</param>
/// <param name="DeclaredAt">Where in the file, when the file declares it.</param>
/// <param name="File">The file's name, when the file declares it.</param>
internal sealed record Declaration(
    Origin ManagedBy, string Etag, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, Mark? DeclaredAt = null, string? File = null)
{
    // Sixteen hexadecimal digits are eight bytes; as text they would be the longest string of most services. A time with its offset from UTC takes twice as much as
    // one without.
    private readonly ulong _etag = Number(Etag);
    private readonly long _createdAt = CreatedAt.UtcTicks;
    private readonly long _updatedAt = UpdatedAt.UtcTicks;

    public string Etag
    {
        get => _etag == 0 ? "" : _etag.ToString("x16", CultureInfo.InvariantCulture);
        init => _etag = Number(value);
    }

    public DateTimeOffset CreatedAt
    {
        get => new(_createdAt, TimeSpan.Zero);
        init => _createdAt = value.UtcTicks;
    }

    public DateTimeOffset UpdatedAt
    {
        get => new(_updatedAt, TimeSpan.Zero);
        init => _updatedAt = value.UtcTicks;
    }

    /// <summary>What is watched: who writes the file owns the hub, and anybody else may have it ask only where a stranger may.</summary>
    public CheckSpec Guard(CheckSpec check) => ManagedBy == Origin.File ? check : check with { Guarded = true };

    /// <summary>Where the file declares it, as people are told it: <c>hale.yaml:12</c>; null for what the API made.</summary>
    public string? Place => ManagedBy == Origin.File ? DeclaredAt is { } at ? $"{File}:{at.Line}" : File : null;

    private static ulong Number(string etag) => ulong.TryParse(etag, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A project: services and targets that belong together.</summary>
/// <param name="Defaults">For its services.</param>
/// <param name="TargetDefaults">For its targets.</param>
/// <param name="PrimaryTarget">The target that stands for the project on its card; null for the first by id.</param>
internal sealed record ProjectSpec(
    string Id, string Name, IReadOnlyDictionary<string, string> Labels, CheckSettings Defaults, CheckSettings TargetDefaults, string? PrimaryTarget, Declaration Declared);

/// <summary>A service to watch.</summary>
internal sealed record ServiceSpec
{
    public required string Id { get; init; }

    public required string Project { get; init; }

    public required string Name { get; init; }

    public required string Type { get; init; }

    public bool Critical { get; init; } = true;

    public required CheckSpec Check { get; init; }

    /// <summary>As somebody gave them.</summary>
    public required CheckSettings Given { get; init; }

    /// <summary>As they hold.</summary>
    public required Timing Timing { get; init; }

    /// <summary>Ids of the services it needs.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public bool Paused { get; init; }

    public string? Version { get; init; }

    public int? Port { get; init; }

    public string? ContainerId { get; init; }

    public required Declaration Declared { get; init; }

    public WatchSpec Watch => new(Id, Declared.Guard(Check), Timing.Interval, Timing.Timeout, Timing.Patience, Paused) { Project = Project };
}

/// <summary>A deployment of a project watched by its URL: production, staging …</summary>
internal sealed record TargetSpec
{
    /// <summary>The id within the project.</summary>
    public required string Id { get; init; }

    public required string Project { get; init; }

    /// <summary>The URL as given; without a path it is a base URL and <c>/health</c> is asked.</summary>
    public required string Url { get; init; }

    public required CheckSpec Check { get; init; }

    public required CheckSettings Given { get; init; }

    public required Timing Timing { get; init; }

    public string? ProcessName { get; init; }

    /// <summary>Its monitor was stopped by a person, and stays so until started again.</summary>
    public bool Stopped { get; init; }

    public required Declaration Declared { get; init; }

    /// <summary>The URL as it may be shown: credentials masked.</summary>
    public string ShownUrl => TargetUrl.Shown(Url, Check);

    /// <summary>The key of its monitor: <c>project:target</c>.</summary>
    public string Key => $"{Project}:{Id}";

    public WatchSpec Watch => new(Key, Declared.Guard(Check), Timing.Interval, Timing.Timeout, Timing.Patience, Stopped) { Project = Project };
}
