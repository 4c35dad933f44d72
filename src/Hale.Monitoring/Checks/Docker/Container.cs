using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>A container's own check, as the engine keeps it.</summary>
/// <param name="Status"><c>starting</c>, <c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Output">What its last run said; null when it was never run.</param>
/// <param name="ExitCode">Of its last run.</param>
/// <param name="Last">When its last run ended.</param>
/// <param name="Interval">From one run to the next.</param>
internal sealed record ContainerHealth(string Status, long Failures, string? Output, long? ExitCode, DateTimeOffset? Last, TimeSpan Interval);

/// <summary>A container as the engine describes it.</summary>
internal sealed record Container
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    public required string Id { get; init; }

    /// <summary><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>; Podman has a few more.</summary>
    public required string Status { get; init; }

    public long ExitCode { get; init; }

    public bool OutOfMemory { get; init; }

    /// <summary>Why it was not started; empty when it was.</summary>
    public string Error { get; init; } = "";

    public DateTimeOffset? StartedAt { get; init; }

    public long Restarts { get; init; }

    public string? Image { get; init; }

    /// <summary>Its own check; null when it has none.</summary>
    public ContainerHealth? Health { get; init; }

    /// <summary>Reads an answer to <c>GET /containers/{id}/json</c>; null when it is none.</summary>
    public static Container? Read(JsonElement json)
    {
        if (json.Text("Id") is not { Length: > 0 } id || !id.All(char.IsAsciiLetterOrDigit)
            || json.Under("State") is not { } state || state.Text("Status") is not { Length: > 0 } status)
            return null;
        return new()
        {
            Id = id,
            Status = status,
            ExitCode = state.Number("ExitCode") ?? 0,
            OutOfMemory = state.Truth("OOMKilled"),
            Error = state.Text("Error") ?? "",
            StartedAt = state.Moment("StartedAt"),
            Restarts = json.Number("RestartCount") ?? 0,
            Image = json.Under("Config")?.Text("Image"),
            Health = Checked(state, json),
        };
    }

    /// <summary>Docker leaves it out, or says <c>none</c>, where there is no check; Podman says nothing.</summary>
    private static ContainerHealth? Checked(JsonElement state, JsonElement json)
    {
        if (state.Under("Health") is not { } health || health.Text("Status") is not { Length: > 0 } status || status == "none")
            return null;
        var last = health.Items("Log").LastOrDefault();
        var nanoseconds = json.Under("Config")?.Under("Healthcheck")?.Number("Interval") ?? 0;
        return new(
            status, health.Number("FailingStreak") ?? 0, last.Text("Output"), last.Number("ExitCode"), last.Moment("End"),
            nanoseconds > 0 ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) : DefaultInterval);
    }
}
