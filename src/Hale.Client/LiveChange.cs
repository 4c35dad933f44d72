using System.Text.Json.Nodes;

namespace Hale.Client;

/// <summary>One frame of the live stream.</summary>
/// <param name="Seq">Its number; grows, over restarts of the hub too, and has gaps on narrowed streams.</param>
public abstract record LiveChange(long Seq);

/// <summary>Everything as it stands; what was known before is void.</summary>
public sealed record LiveSnapshot(
    long Seq, IReadOnlyList<ServiceView> Services, IReadOnlyList<ProjectView> Projects, IReadOnlyList<TargetView> Targets) : LiveChange(Seq);

/// <summary>A service changed.</summary>
/// <param name="Service">As it stands; null when it was removed.</param>
public sealed record LiveService(long Seq, string Id, ServiceView? Service) : LiveChange(Seq);

/// <summary>A project changed.</summary>
/// <param name="Project">As it stands; null when it was removed.</param>
public sealed record LiveProject(long Seq, string Id, ProjectView? Project) : LiveChange(Seq);

/// <summary>A target changed.</summary>
/// <param name="Id">The target's id within its project; of a removed one what the hub names it by.</param>
/// <param name="Target">As it stands; null when it was removed.</param>
public sealed record LiveTarget(long Seq, string Id, TargetView? Target) : LiveChange(Seq);

/// <summary>A check's result; only when results were asked for.</summary>
public sealed record LiveResult(long Seq, ResultView Result) : LiveChange(Seq);

/// <summary>Nothing happened for 15 s.</summary>
public sealed record LiveHeartbeat(long Seq) : LiveChange(Seq);

/// <summary>A frame of a type that this client does not know.</summary>
public sealed record LiveOther(long Seq, string Type, JsonObject Frame) : LiveChange(Seq);

/// <summary>What to watch, and how patiently.</summary>
public sealed record WatchOptions
{
    /// <summary>One project only; null for all.</summary>
    public string? Project { get; init; }

    /// <summary>One service only; null for all.</summary>
    public string? Service { get; init; }

    /// <summary>Whether each check's result comes too.</summary>
    /// <value>Default: false.</value>
    public bool Results { get; init; }

    /// <summary>The last number seen, to go on without a gap; null to begin with a snapshot.</summary>
    public long? Since { get; init; }

    /// <summary>Whether to come back, and go on where it was, when the stream breaks off.</summary>
    /// <value>Default: true; 1 s after the first break, then doubling up to 30 s.</value>
    public bool Resume { get; init; } = true;

    /// <summary>Silence after which the stream is held for broken; the hub speaks at least every 15 s.</summary>
    /// <value>Default: 45 s.</value>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The clock of the waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
