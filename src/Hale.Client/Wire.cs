using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Hale.Client;

/// <summary>A page of a list, ordered by id.</summary>
/// <param name="NextCursor">What to send as <c>?cursor=</c> for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>A problem, RFC 9457, as every error answers.</summary>
/// <param name="Errors">What is wrong with which field; with 400 and 422.</param>
public sealed record ProblemView(string? Type, string? Title, int Status, string? Detail, string? TraceId, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);

/// <summary>What came of an import.</summary>
/// <param name="Added">Results that were not there.</param>
/// <param name="Skipped">Results of an instant of which there was one already; results of a day of which only the sum is kept, and is there.</param>
/// <param name="Created">The services and targets that were declared for it.</param>
/// <param name="Refused">What was not taken, by deployment and reason; the first hundred.</param>
public sealed record ImportView(long Added, long Skipped, IReadOnlyList<string> Created, IReadOnlyList<ImportRefusalView> Refused);

/// <summary>What was not taken of one deployment for one reason.</summary>
/// <param name="Deployment">A service's id or <c>project:target</c>; null where it is not told.</param>
/// <param name="Place">Where the first one stands: a path in a document, a line of many.</param>
/// <param name="Results">How many results; 0 for a deployment that came without.</param>
public sealed record ImportRefusalView(string? Deployment, string Place, string Reason, long Results);

/// <summary>A project.</summary>
/// <param name="Defaults">The settings that its services and, under <c>targets</c>, its targets take where they name none.</param>
/// <param name="Targets">The ids of its targets.</param>
/// <param name="ManagedBy"><c>api</c> or <c>file</c>; what the file declares is read-only.</param>
/// <param name="DeclaredAt">File and line of a project that the file declares: <c>hale.yaml:12</c>.</param>
public sealed record ProjectView(
    string Id, string Name, IReadOnlyDictionary<string, string> Labels, JsonObject Defaults, string? PrimaryTarget, IReadOnlyList<string> Targets,
    string ManagedBy, string? DeclaredAt, string Etag, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A service. What is sent to declare one is the same without <c>health</c>, <c>managed_by</c>, <c>etag</c> and the times.</summary>
/// <param name="Type">Such as <c>api</c>, <c>web</c>, <c>database</c>, <c>cache</c>; follows from the check where it is not given.</param>
/// <param name="Check">A mapping with <c>type</c> and <c>url</c>; may be sent as a URL string. Credentials read <c>***</c>.</param>
/// <param name="Interval">A duration, as are <c>timeout</c> and <c>degraded_above</c>.</param>
/// <param name="DependsOn">Ids of the services it needs; names within the project may be sent.</param>
/// <param name="DeclaredAt">File and line of a service that the file declares: <c>hale.yaml:12</c>.</param>
public sealed record ServiceView(
    string Id, string Project, string Name, string Type, bool Critical, JsonObject Check,
    string Interval, string Timeout, int Retries, string DegradedAbove, int RecoverAfter, string SoftFailure, int? DegradeAfter,
    IReadOnlyList<string> DependsOn, IReadOnlyDictionary<string, string> Labels, bool Paused,
    string? Version, int? Port, string? ContainerId, HealthView Health,
    string ManagedBy, string? DeclaredAt, string Etag, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Where a heartbeat is to call; only in the answer to the write that made its token.</summary>
    public string? HeartbeatUrl { get; init; }
}

/// <summary>A definition as somebody gave it, to be read, changed and sent back.</summary>
/// <param name="Given">What a PUT takes; what is not in it is a default. Credentials read <c>***</c>; sent back, that means as before.</param>
/// <param name="Inherited">By setting, what holds where the definition gives none. Empty for a project.</param>
/// <param name="Yaml">The same as it stands in <c>hale.yaml</c>.</param>
/// <param name="DeclaredAt">File and line of what the file declares: <c>hale.yaml:12</c>.</param>
/// <param name="Etag">What <c>If-Match</c> takes.</param>
public sealed record DefinitionView(
    string Id, JsonObject Given, IReadOnlyDictionary<string, InheritedView> Inherited, string Yaml, string ManagedBy, string? DeclaredAt, string Etag)
{
    /// <summary>What a write would have done: <c>created</c>, <c>replaced</c>, or <c>unchanged</c>; in the answer to a dry run only.</summary>
    public string? Outcome { get; init; }
}

/// <summary>A setting that holds where none is given.</summary>
/// <param name="Value">As a description spells it.</param>
/// <param name="From"><c>project</c>, <c>hub</c> or <c>built_in</c>.</param>
public sealed record InheritedView(string Value, string From);

/// <summary>The settings that hold where a definition gives none.</summary>
public sealed record DefaultsView(IReadOnlyDictionary<string, InheritedView> Inherited);

/// <summary>What a check saw that was made once, of a definition that is not kept.</summary>
/// <param name="Status">What the service would be after it, with no patience: <c>up</c>, <c>degraded</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="Why">Why it would be that.</param>
/// <param name="LatencyMs">Null when no answer came.</param>
/// <param name="Failure">The failure's kind; null after a success.</param>
/// <param name="Steps">How far it came, step by step, in words.</param>
/// <param name="Answer">The beginning of an answer that made it a failure, 4,096 characters at most and without credentials.</param>
public sealed record TrialView(
    DateTimeOffset At, bool Success, string Status, string? Why, double? LatencyMs, string? Failure, string? Message, PhasesView? Phases,
    IReadOnlyList<string> Steps, string? Answer, JsonObject? Details);

/// <summary>Who asks.</summary>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>; this machine's own are admin without a token.</param>
/// <param name="Token">The name of the token; null without one.</param>
public sealed record CallerView(string Role, string? Token);

/// <summary>One call of a heartbeat.</summary>
/// <param name="Kind"><c>success</c>, <c>start</c>, <c>fail</c> or <c>log</c>.</param>
/// <param name="ExitStatus">0 to 255 where it was told.</param>
/// <param name="DurationMs">Since the start that went before it, in milliseconds.</param>
/// <param name="Body">What it brought along, the first 100 kB.</param>
public sealed record BeatView(DateTimeOffset At, string Kind, int? ExitStatus, double? DurationMs, string? Body);

/// <summary>What an application says of one of its components.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Message">What to tell a person.</param>
/// <param name="LatencyMs">How long its own check took, in milliseconds.</param>
/// <param name="Details">What else it tells of itself.</param>
public sealed record ComponentReport(string Status, string? Message = null, double? LatencyMs = null, JsonObject? Details = null);

/// <summary>Where a heartbeat is to call, its token included.</summary>
public sealed record HeartbeatUrlView(string HeartbeatUrl);

/// <summary>That a call was taken, and is kept.</summary>
public sealed record AcceptedView(bool Success);

/// <summary>A service's health as it stands.</summary>
/// <param name="Status"><c>up</c>, <c>degraded</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="Why">Why it is: <c>first_success</c>, <c>slow</c>, <c>failures</c> …; null before the first check.</param>
/// <param name="Cause">The id of the deepest dependency that is down, when there is one.</param>
/// <param name="SuccessRate">Percent of the checks of the last 24 h; null without any.</param>
/// <param name="ErrorCount">Failed checks of the last 24 h.</param>
/// <param name="Failure">The kind of the last check's failure; null after a success.</param>
public sealed record HealthView(
    string Status, DateTimeOffset? Since, string? Why, string? Message, string? Cause, DateTimeOffset? LastCheckAt, DateTimeOffset? NextCheckAt,
    double? LatencyMs, int ConsecutiveFailures, int ConsecutiveSuccesses, double? SuccessRate, long ErrorCount, string? LastError,
    string? Failure, PhasesView? Phases, JsonObject? Details)
{
    /// <summary>The service's id; in <c>GET /api/services/{id}/health</c> only.</summary>
    public string? Id { get; init; }

    /// <summary>The newest results, newest first; in <c>GET /api/services/{id}/health</c> only.</summary>
    public IReadOnlyList<ResultView>? Recent { get; init; }
}

/// <summary>How long each phase of a check took, in milliseconds; absent where it did not take place or was not finished.</summary>
public sealed record PhasesView(double? DnsMs, double? ConnectMs, double? TlsMs, double? FirstByteMs, double? TotalMs);

/// <summary>One check's result.</summary>
public sealed record ResultView(DateTimeOffset At, bool Success, string Status, double? LatencyMs, string? Failure, string? Message)
{
    /// <summary>The service; on streams only.</summary>
    public string? ServiceId { get; init; }

    /// <summary>This failure's number in its row; of a forced check and on streams only.</summary>
    public int? Attempts { get; init; }

    /// <summary>The phases; of a forced check and on streams only.</summary>
    public PhasesView? Phases { get; init; }
}

/// <summary>A service's history, thinned to a number of points.</summary>
public sealed record HistoryView(DateTimeOffset From, DateTimeOffset To, double StepSeconds, IReadOnlyList<HistoryPointView> Points);

/// <summary>One step of a history.</summary>
/// <param name="LatencyMs">Null when no answer came in this step.</param>
/// <param name="Status">The worst status in this step.</param>
public sealed record HistoryPointView(DateTimeOffset At, LatencyView? LatencyMs, int Checks, int Failures, string Status);

/// <summary>Latencies of a step, in milliseconds.</summary>
public sealed record LatencyView(double Min, double Avg, double Max, double P50, double P95);

/// <summary>What a host, a process or a container uses, thinned to a number of points.</summary>
public sealed record ResourcesView(DateTimeOffset From, DateTimeOffset To, double StepSeconds, IReadOnlyList<ResourcePointView> Points);

/// <summary>What was used in one step; absent what was not measured.</summary>
/// <param name="CpuPercent">Of a host all processors are 100; of a process or container one is.</param>
/// <param name="ReceivedMbps">Megabits per second.</param>
public sealed record ResourcePointView(
    DateTimeOffset At, FigureView? CpuPercent, FigureView? MemoryMb, FigureView? MemoryPercent, FigureView? DiskPercent, FigureView? DiskFreeMb,
    FigureView? ReceivedMbps, FigureView? SentMbps);

/// <summary>A figure over a step.</summary>
public sealed record FigureView(double Min, double Avg, double Max);

/// <summary>A metric series with its last sample.</summary>
/// <param name="Word">A value that JSON has no number for: <c>NaN</c>, <c>+Inf</c> or <c>-Inf</c>; absent otherwise.</param>
/// <param name="Value">Absent where there is a word instead.</param>
public sealed record MetricView(string Name, IReadOnlyDictionary<string, string> Labels, string? Word, double? Value, DateTimeOffset At);

/// <summary>Samples to keep; all of them or none.</summary>
/// <param name="Samples">At most 10,000.</param>
public sealed record SamplesDraft(IReadOnlyList<SampleDraft> Samples);

/// <summary>What a series is at a moment.</summary>
/// <param name="Name">The metric's name, by Prometheus' rules; not <c>hale_…</c>.</param>
/// <param name="Labels">At most 30; one without a value is none.</param>
/// <param name="At">Now where it is not said; at most 30 days ago and 10 minutes ahead.</param>
public sealed record SampleDraft(string Name, double Value, IReadOnlyDictionary<string, string>? Labels = null, DateTimeOffset? At = null);

/// <summary>A change of a service's status.</summary>
public sealed record EventView(DateTimeOffset At, string From, string To, string Why, string? Message, string? Cause)
{
    /// <summary>The service; in feeds over several services only.</summary>
    public string? ServiceId { get; init; }
}

/// <summary>What a failed check saw.</summary>
/// <param name="Failure">The failure's kind.</param>
/// <param name="Steps">How far it came, step by step, in words.</param>
/// <param name="Phases">Null when none was measured.</param>
/// <param name="Answer">The beginning of the answer, 4,096 characters at most and without credentials; null when none came.</param>
public sealed record EvidenceView(DateTimeOffset At, string Failure, string Message, IReadOnlyList<string> Steps, PhasesView? Phases, string? Answer);

/// <summary>How long a service was in which status. Degraded counts as up.</summary>
/// <param name="UptimePercent">(up + degraded) / (up + degraded + down) × 100; null when that is nothing.</param>
/// <param name="CausedSeconds">The part of <paramref name="DownSeconds"/> in which something that it depends on was down.</param>
public sealed record UptimeView(
    string Window, double? UptimePercent, double UpSeconds, double DegradedSeconds, double DownSeconds, double UnknownSeconds,
    double PausedSeconds, double MaintenanceSeconds, double CausedSeconds)
{
    /// <summary>The same for each version that its target said to be of, oldest first; null unless asked for.</summary>
    public IReadOnlyList<VersionUptimeView>? Versions { get; init; }

    /// <summary>Of a project: the same for each of its targets, by id; null unless asked for.</summary>
    public IReadOnlyList<DeploymentUptimeView>? Deployments { get; init; }
}

/// <summary>How long a deployment of a project, one of its targets, was in which status.</summary>
/// <param name="Key"><c>project:target</c>.</param>
/// <param name="Target">The target's id.</param>
public sealed record DeploymentUptimeView(
    string Key, string Target, double? UptimePercent, double UpSeconds, double DegradedSeconds, double DownSeconds, double UnknownSeconds, double PausedSeconds,
    double MaintenanceSeconds);

/// <summary>How long a service was in which status while its target said that it was of this version.</summary>
/// <param name="From">When it said so first, or the window's beginning.</param>
/// <param name="To">When it said something else, or the window's end.</param>
public sealed record VersionUptimeView(
    string Version, DateTimeOffset From, DateTimeOffset To, double? UptimePercent, double UpSeconds, double DegradedSeconds, double DownSeconds,
    double UnknownSeconds, double PausedSeconds, double MaintenanceSeconds, double CausedSeconds);

/// <summary>A window beside the one of the same length before it.</summary>
/// <param name="SlopeMsPerDay">By how much the median latency rises a day within the window; null where too little is known.</param>
/// <param name="P50ChangePercent">By how much the median latency is higher than before; null where one of them is not known.</param>
/// <param name="P95ChangePercent">The same of the 95th percentile.</param>
public sealed record TrendView(
    string Window, DateTimeOffset From, DateTimeOffset To, TotalView Now, TotalView Before, double? SlopeMsPerDay, double? P50ChangePercent, double? P95ChangePercent);

/// <summary>What the results of a time come to.</summary>
/// <param name="LatencyMs">Null when no answer came.</param>
public sealed record TotalView(double? UptimePercent, double DownSeconds, int Checks, int Failures, LatencyView? LatencyMs);

/// <summary>A service's days.</summary>
/// <param name="Days">The oldest first; the last one is today, as far as it has come.</param>
public sealed record UptimeDaysView(IReadOnlyList<UptimeDayView> Days);

/// <summary>How long a service was in which status on a day of UTC. Degraded counts as up.</summary>
/// <param name="UptimePercent">Null when nothing is known of the day.</param>
public sealed record UptimeDayView(
    DateOnly Date, double? UptimePercent, double UpSeconds, double DegradedSeconds, double DownSeconds, double UnknownSeconds, double PausedSeconds,
    double MaintenanceSeconds);

/// <summary>How some services stood over a time, in slots of equal length.</summary>
/// <param name="Items">Those that were asked for and exist, in the order in which they were asked for.</param>
public sealed record UptimeStripsView(DateTimeOffset From, DateTimeOffset To, double SlotSeconds, IReadOnlyList<UptimeStripView> Items);

/// <summary>How a service stood over a time.</summary>
/// <param name="UptimePercent">(up + degraded) / (up + degraded + down) × 100; null when that is nothing.</param>
/// <param name="Slots">
/// The worst of each slot, the oldest first: <c>down</c>, <c>degraded</c>, <c>maintenance</c>, <c>up</c>, <c>paused</c>, or <c>unknown</c> where nothing is known of
/// all of it.
/// </param>
public sealed record UptimeStripView(string ServiceId, double? UptimePercent, double DownSeconds, IReadOnlyList<string> Slots);

/// <summary>A window of maintenance. What is sent to declare one is the same without <c>state</c>, <c>next_from</c>, <c>next_to</c>, <c>etag</c> and the times.</summary>
/// <param name="Projects">Ids of projects, all of whose services and targets it is of; of everything where this, <c>services</c> and <c>labels</c> are null.</param>
/// <param name="Services">Ids of services, and keys of targets, <c>project:target</c>, that it is of.</param>
/// <param name="Labels">It is of the services that have all of these.</param>
/// <param name="From">When it begins; where it comes round: no time of it begins before.</param>
/// <param name="To">When it ends; null where it comes round for ever.</param>
/// <param name="Cron">When it comes round; null where it comes once.</param>
/// <param name="Duration">How long each time lasts; null where it comes once.</param>
/// <param name="TimeZone">The IANA name of the time zone of <c>cron</c>; null where it comes once.</param>
/// <param name="State"><c>active</c>, <c>planned</c> or <c>over</c>.</param>
/// <param name="NextFrom">When it began, while it is active; else when it begins next; null when it is over.</param>
/// <param name="NextTo">When that ends.</param>
public sealed record MaintenanceView(
    string Id, string Title, IReadOnlyList<string>? Projects, IReadOnlyList<string>? Services, IReadOnlyDictionary<string, string>? Labels,
    DateTimeOffset From, DateTimeOffset? To, string? Cron, string? Duration, string? TimeZone, string State, DateTimeOffset? NextFrom, DateTimeOffset? NextTo,
    string Etag, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A change of what a service's definition comes to.</summary>
/// <param name="ManagedBy">Who declares it since: <c>api</c> or <c>file</c>.</param>
/// <param name="DeclaredAt">File and line, where the file declares it since: <c>hale.yaml:12</c>.</param>
/// <param name="Fields">What changed; empty where it is only known that something did: it happened while no hub ran.</param>
public sealed record ChangeView(DateTimeOffset At, string ServiceId, string ManagedBy, string? DeclaredAt, IReadOnlyList<FieldChangeView> Fields);

/// <summary>What became of one field of a definition.</summary>
/// <param name="Field">Its dotted path: <c>check.url</c>.</param>
/// <param name="Before">What it was, credentials masked; null when there was nothing.</param>
/// <param name="After">What it is.</param>
/// <param name="Secret">A credential changed: neither value is told.</param>
public sealed record FieldChangeView(string Field, string? Before, string? After, bool Secret);

/// <summary>Why a service is what it is: in sentences, and as the data they are made from.</summary>
/// <param name="At">When this was said.</param>
/// <param name="Sentences">For people, in the order in which they would ask.</param>
/// <param name="Story">The same sentences by what they are about.</param>
/// <param name="Rule">What it takes to change the status.</param>
/// <param name="Attempts">The newest results: while checks fail, the failures in a row and the result before them, ten at most, newest first.</param>
/// <param name="Evidence">What the last failed checks saw, three at most, newest first.</param>
/// <param name="CausePath">From the service to the deepest dependency that is down, both included; empty when none is.</param>
/// <param name="Dependencies">What it needs itself.</param>
/// <param name="Dependants">How many services need it, directly or not.</param>
/// <param name="BrokeAt">When it was last well and ceased to be; null when it never did.</param>
/// <param name="Changes">
/// What changed in the definitions of it and of all it needs in the day before that: its own first, then those on the way to the cause, then the others.
/// </param>
/// <param name="Notified">Who was told.</param>
public sealed record ExplanationView(
    string Id, DateTimeOffset At, string Status, DateTimeOffset Since, string? Why, IReadOnlyList<string> Sentences, StoryView Story, RuleView Rule,
    int ConsecutiveFailures, int ConsecutiveSuccesses, IReadOnlyList<ResultView> Attempts, IReadOnlyList<EvidenceView> Evidence, IReadOnlyList<string> CausePath,
    IReadOnlyList<DependencyView> Dependencies, int Dependants, DateTimeOffset? BrokeAt, IReadOnlyList<ChangeView> Changes, NotifiedView Notified);

/// <summary>Sentences about a service; null where there is nothing to say.</summary>
/// <param name="Status">What it is, since when.</param>
/// <param name="Rule">By which rule.</param>
/// <param name="Evidence">What the last check saw.</param>
/// <param name="Needs">What stands behind it: the way to the cause, or how all it needs stands.</param>
/// <param name="Dependants">What needs it.</param>
/// <param name="Changes">What changed before it broke.</param>
/// <param name="Notified">Who was told.</param>
public sealed record StoryView(string Status, string? Rule, string? Evidence, string? Needs, string? Dependants, string? Changes, string? Notified);

/// <summary>What it takes to change a service's status.</summary>
/// <param name="Interval">A duration, as are <c>timeout</c> and <c>degraded_above</c>.</param>
public sealed record RuleView(string Interval, string Timeout, int Retries, string DegradedAbove, int RecoverAfter, string SoftFailure, int? DegradeAfter);

/// <summary>A service that another one needs.</summary>
/// <param name="Declared">Whether there is such a service now.</param>
public sealed record DependencyView(string Id, bool Declared, string Status, DateTimeOffset? Since, string? Cause);

/// <summary>Whether anybody was notified.</summary>
/// <param name="Anybody">Whether somebody was.</param>
/// <param name="Why">Why, or why not: <c>no_channels</c> where there is nothing to notify by.</param>
public sealed record NotifiedView(bool Anybody, string Why);

/// <summary>A target of a project: a deployment watched by its URL.</summary>
/// <param name="Status">A deployment status: <c>pending</c> before the first check, <c>running</c>, <c>unhealthy</c>, <c>stopped</c>.</param>
/// <param name="DeclaredAt">File and line of a target that the file declares: <c>hale.yaml:12</c>.</param>
public sealed record TargetView(
    string Id, string Project, string Url, JsonObject? Expect, IReadOnlyDictionary<string, string>? Headers, string? ProcessName,
    string Interval, string Timeout, int Retries, string DegradedAbove, int RecoverAfter, string SoftFailure, int? DegradeAfter,
    string Status, TargetHealthView Health, string ManagedBy, string? DeclaredAt, string Etag, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>A target's health.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="ResponseTimeMs">Absent when no answer came.</param>
/// <param name="UptimeSeconds">What the target says of its own uptime; 0 when it answers without saying, absent after a failure.</param>
/// <param name="ErrorRate">0 after a success, 100 after a failure.</param>
public sealed record TargetHealthView(string Status, DateTimeOffset? LastCheckAt, double? ResponseTimeMs, long? UptimeSeconds, int? ErrorRate, string? Message);

/// <summary>A project's health, summed over its services.</summary>
public sealed record ProjectHealthView(
    string Id, string Name, string Status, string Health, int ServiceCount, IReadOnlyList<ProjectServiceView> Services, StatusCounts Summary);

/// <summary>A service in a project's health.</summary>
public sealed record ProjectServiceView(string Id, string Name, string Status, double? LatencyMs, string? Cause);

/// <summary>How many services are in which status.</summary>
public sealed record StatusCounts(int Up, int Degraded, int Down, int Unknown);

/// <summary>What depends on what.</summary>
public sealed record GraphView(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges);

/// <summary>A service in the graph.</summary>
public sealed record GraphNode(string Id, string Name, string Project, string Status, string? Cause);

/// <summary>One dependency: <c>from</c> needs <c>to</c>.</summary>
public sealed record GraphEdge(string From, string To);

/// <summary>The keys of the running monitors.</summary>
public sealed record MonitoringView(bool Success, IReadOnlyList<string> Monitored);

/// <summary>How a control operation went.</summary>
/// <param name="Health">The target's health after a forced check, whatever the verdict.</param>
public sealed record ControlView(bool Success, string? Error = null, TargetHealthView? Health = null)
{
    /// <summary>The HTTP status it came with; for the client, not on the wire.</summary>
    [JsonIgnore]
    public int HttpStatus { get; init; }
}

/// <summary>The hub itself.</summary>
/// <param name="Checks">Checks finished since the start.</param>
/// <param name="StatusPages">The pages it publishes.</param>
public sealed record HubView(
    string Id, string Version, string Environment, DateTimeOffset StartedAt, ConfigView Config, int Services, int Targets, long Checks,
    IReadOnlyList<StatusPageView> StatusPages);

/// <summary>A page for the public.</summary>
/// <param name="Path">Where the hub serves it: <c>/status-page/public</c>.</param>
public sealed record StatusPageView(string Id, string Title, string Path);

/// <summary>How it stands with the declaration file.</summary>
/// <param name="State"><c>ok</c>, or <c>bad</c>: the last good one is in force.</param>
/// <param name="Findings">What is wrong, one line each: <c>hale.yaml:7:5: …</c>.</param>
public sealed record ConfigView(string State, string File, DateTimeOffset Since, IReadOnlyList<string> Findings);
