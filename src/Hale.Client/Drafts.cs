using System.Text.Json.Nodes;

namespace Hale.Client;

/// <summary>What is sent to declare a service; what is null takes the project's default, then the hub's.</summary>
public sealed record ServiceDraft
{
    /// <summary>The id. Default: project and name with a hyphen between.</summary>
    public string? Id { get; init; }

    /// <summary>The project; one that is not there is made.</summary>
    public string? Project { get; init; }

    /// <summary>The name within the project.</summary>
    public string? Name { get; init; }

    /// <summary>Such as <c>api</c>. Default: follows from the check.</summary>
    public string? Type { get; init; }

    /// <summary>Whether its being down makes the project unhealthy. Default: true.</summary>
    public bool? Critical { get; init; }

    /// <summary>A URL, or a mapping with <c>type</c> and <c>url</c>.</summary>
    public JsonNode? Check { get; init; }

    /// <summary>From one check to the next. Default: <c>30s</c>. Allowed: <c>1s</c> to <c>31d</c>.</summary>
    public string? Interval { get; init; }

    /// <summary>What one check may take. Default: <c>5s</c>. Allowed: <c>100ms</c> to <c>10m</c>.</summary>
    public string? Timeout { get; init; }

    /// <summary>Failures in a row that change nothing. Default: 3. Allowed: 0 to 100.</summary>
    public int? Retries { get; init; }

    /// <summary>A success slower than this is degraded. Default: <c>1s</c>.</summary>
    public string? DegradedAbove { get; init; }

    /// <summary>Successes in a row that end down. Default: 1.</summary>
    public int? RecoverAfter { get; init; }

    /// <summary><c>down</c> or <c>degraded</c>. Default: <c>down</c>.</summary>
    public string? SoftFailure { get; init; }

    /// <summary>Failures in a row after which it shows degraded. Default: never.</summary>
    public int? DegradeAfter { get; init; }

    /// <summary>Ids of the services it needs, or names within the project.</summary>
    public IReadOnlyList<string>? DependsOn { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether it starts paused; counts only when the service is made.</summary>
    public bool? Paused { get; init; }

    /// <summary>The version that runs, where the check does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>The port it serves.</summary>
    public int? Port { get; init; }

    /// <summary>The container it runs in.</summary>
    public string? ContainerId { get; init; }
}

/// <summary>What is sent to declare a project.</summary>
public sealed record ProjectDraft
{
    /// <summary>The id; needed to create one.</summary>
    public string? Id { get; init; }

    /// <summary>The name. Default: the id.</summary>
    public string? Name { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Settings that its services and, under <c>targets</c>, its targets take where they name none.</summary>
    public JsonObject? Defaults { get; init; }

    /// <summary>The target that stands for the project. Default: the first by id.</summary>
    public string? PrimaryTarget { get; init; }
}

/// <summary>What is sent to declare a target, a deployment watched by its URL.</summary>
public sealed record TargetDraft
{
    /// <summary>The URL; without a path it is a base URL and <c>/health</c> is asked.</summary>
    public string? Url { get; init; }

    /// <summary>What is expected of the answer: <c>status</c>, <c>body_contains</c> ….</summary>
    public JsonObject? Expect { get; init; }

    /// <summary>Headers to send.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The process whose resources belong to it.</summary>
    public string? ProcessName { get; init; }

    /// <summary>From one check to the next. Default: <c>60s</c>. Allowed: <c>1s</c> to <c>31d</c>.</summary>
    public string? Interval { get; init; }

    /// <summary>What one check may take. Default: <c>5s</c>. Allowed: <c>100ms</c> to <c>10m</c>.</summary>
    public string? Timeout { get; init; }

    /// <summary>Failures in a row that change nothing. Default: 0. Allowed: 0 to 100.</summary>
    public int? Retries { get; init; }

    /// <summary>A success slower than this is degraded. Default: <c>1s</c>.</summary>
    public string? DegradedAbove { get; init; }

    /// <summary>Successes in a row that end down. Default: 1.</summary>
    public int? RecoverAfter { get; init; }

    /// <summary><c>down</c> or <c>degraded</c>. Default: <c>degraded</c>.</summary>
    public string? SoftFailure { get; init; }

    /// <summary>Failures in a row after which it shows degraded. Default: never.</summary>
    public int? DegradeAfter { get; init; }
}

/// <summary>
/// What is sent to declare a window of maintenance: of what any of <see cref="Projects"/>, <see cref="Services"/> and <see cref="Labels"/> names, of everything where
/// all are null; <see cref="From"/> <see cref="To"/>, or each time that <see cref="Cron"/> names.
/// </summary>
public sealed record MaintenanceDraft
{
    /// <summary>What is done, for people; needed. At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>Ids of projects: all their services and targets.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Ids of services, and keys of targets: <c>project:target</c>.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Services that have all of these labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it begins; needed, also where it comes round. It may have passed. Allowed: the years 2000 to 2199.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it ends; needed where it comes once. At most 366 days after <see cref="From"/>, and where it comes round any time after that.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>When it comes round: five fields as cron spells them, or six with seconds first. Default: once. Allowed: at most 10,000 times in a year.</summary>
    public string? Cron { get; init; }

    /// <summary>How long each time lasts; needed with <see cref="Cron"/>. Allowed: <c>1m</c> to <c>7d</c>.</summary>
    public string? Duration { get; init; }

    /// <summary>The IANA name of the time zone of <see cref="Cron"/>. Default: <c>UTC</c>.</summary>
    public string? TimeZone { get; init; }
}
