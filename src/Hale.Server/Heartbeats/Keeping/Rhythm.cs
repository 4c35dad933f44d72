using System.Text.Json;
using System.Text.Json.Serialization;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Heartbeats.Keeping;

/// <summary>Where a service stands in its rhythm. Immutable; every step is pure.</summary>
/// <param name="CountedFrom">The moment from which the next call is counted: the last one that ended a run, the last one missed, or the declaration.</param>
/// <param name="StartedAt">The beginning of the run that has not ended yet; null while none runs.</param>
/// <param name="NotBefore">Nothing is missed before this moment: the hub itself was away, and could not have heard.</param>
internal sealed record Rhythm(DateTimeOffset CountedFrom, DateTimeOffset? StartedAt = null, DateTimeOffset? NotBefore = null)
{
    /// <summary>Takes a call; answers what it comes to for the judge, null when it says nothing of how the job is.</summary>
    public (Rhythm Next, Beat Beat, Observation? Seen) Take(Beat beat)
    {
        if (beat.Kind == BeatKind.Log)
            return (this, beat, null);
        if (beat.Kind == BeatKind.Start)
            return (this with { StartedAt = beat.At }, beat, null);
        // A clock that was set back makes no run shorter than nothing.
        var duration = StartedAt is { } started && beat.At >= started ? beat.At - started : (TimeSpan?)null;
        beat = beat with { Duration = duration };
        return (new(beat.At), beat, Seen(beat));
    }

    /// <summary>When the next call is missed.</summary>
    public DateTimeOffset Deadline(IPassiveOptions options, TimeSpan interval)
    {
        var deadline = options.Deadline(CountedFrom, interval);
        return NotBefore is { } notBefore && notBefore > deadline ? notBefore : deadline;
    }

    /// <summary>The call did not come: the failure, and where the next one is counted from.</summary>
    public (Rhythm Next, Observation Seen) Miss(IPassiveOptions options, TimeSpan interval)
    {
        var deadline = Deadline(options, interval);
        var due = deadline - options.Grace;
        var message = StartedAt is { } started && started > CountedFrom
            ? $"the run that began at {Told(started)} has not ended by {Told(deadline)} (heartbeat missed)"
            : $"no {options.Call} by {Told(deadline)}, {Durations.Format(options.Grace)} after it was due (heartbeat missed)";
        var seen = new Observation { At = deadline, Took = TimeSpan.Zero, Untimed = true, Failure = new(FailureKind.HeartbeatMissed, message) };
        return (this with { CountedFrom = due > CountedFrom ? due : deadline, NotBefore = null }, seen);
    }

    /// <summary>The same, after the clock was set: as much time has passed since, and as much is left.</summary>
    public Rhythm Moved(TimeSpan leap) => new(CountedFrom + leap, StartedAt + leap, NotBefore + leap);

    /// <summary>As JSON for the store.</summary>
    public string Write() => JsonSerializer.Serialize(this, RhythmJson.Default.Rhythm);

    /// <summary>Reads what was stored; null when it is not legible.</summary>
    public static Rhythm? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, RhythmJson.Default.Rhythm);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Observation Seen(Beat beat)
    {
        var failed = beat.Kind == BeatKind.Fail;
        var first = FirstLine(beat.Body);
        var what = beat.ExitStatus is { } status ? $"the job ended with exit status {status}" : "the job says that it failed";
        return new()
        {
            At = beat.At - (beat.Duration ?? TimeSpan.Zero),
            Took = beat.Duration ?? TimeSpan.Zero,
            Untimed = beat.Duration is null,
            Answered = true,
            Failure = failed ? new(FailureKind.ExitCode, first is null ? what : $"{what}: {first}") : null,
            Details = beat.ExitStatus is { } code ? new Dictionary<string, object?> { ["exit_status"] = code } : null,
        };
    }

    private static string? FirstLine(string? body)
    {
        var text = body.AsSpan().Trim();
        if (text.IsEmpty)
            return null;
        var end = text.IndexOfAny('\r', '\n');
        text = end < 0 ? text : text[..end];
        return text.Length > 200 ? $"{text[..200]}..." : text.ToString();
    }

    private static string Told(DateTimeOffset time) => $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Rhythm))]
internal sealed partial class RhythmJson : JsonSerializerContext;
