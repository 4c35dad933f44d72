namespace Hale.Server.Live;

/// <summary>The words for what the stream tells of.</summary>
internal static class LiveType
{
    public const string Service = "service";
    public const string Project = "project";
    public const string Target = "target";
    public const string Deployment = "deployment";
    public const string Alert = "alert";

    /// <summary>One check's result: not a change, told only to who asked for results, never replayed.</summary>
    public const string Result = "result";
}

/// <summary>An object as the stream shows it.</summary>
/// <param name="Type">One of <see cref="LiveType"/>.</param>
/// <param name="Id">The object's id; a target's within its project; a result's service.</param>
/// <param name="Project">The project it belongs to, a project's own id.</param>
/// <param name="Json">What its GET answers, as UTF-8 JSON on one line; null when it was removed. A result's holds its <c>service_id</c>.</param>
internal sealed record LiveItem(string Type, string Id, string? Project, byte[]? Json)
{
    /// <summary>Makes the JSON of an object in a snapshot, where it is made only for who wants it.</summary>
    public Func<byte[]>? Render { get; init; }

    /// <summary>Whether it is a result rather than a change.</summary>
    public bool IsResult => Type == LiveType.Result;

    /// <summary>What tells objects apart.</summary>
    public (string Type, string? Project, string Id) Key => (Type, Type == LiveType.Target ? Project : null, Id);
}

/// <summary>What a reader wants to hear of.</summary>
/// <param name="Project">Only what belongs to this project.</param>
/// <param name="Service">Only this service.</param>
/// <param name="Results">Each result too.</param>
internal sealed record LiveFilter(string? Project = null, string? Service = null, bool Results = false)
{
    public static readonly LiveFilter All = new();

    public bool Wants(LiveItem item) =>
        (Results || !item.IsResult)
        && (Project is null || item.Project == Project)
        && (Service is null || (item.Type is LiveType.Service or LiveType.Result && item.Id == Service));
}

/// <summary>
/// Everything as it stands at one moment. The lists are walked after the feed's lock is left, so they must stand on state that no longer changes;
/// an object's JSON may be made while they are walked.
/// </summary>
internal sealed record LiveSnapshot(
    IEnumerable<LiveItem> Services, IEnumerable<LiveItem> Projects, IEnumerable<LiveItem> Targets, IEnumerable<LiveItem> Deployments)
{
    public static readonly LiveSnapshot Empty = new([], [], [], []);
}
