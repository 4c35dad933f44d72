using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Heartbeat;

/// <summary>A service that calls by itself: nothing is asked, and a call that does not come is a failure. Who takes the calls hands them to the watch.</summary>
internal sealed class HeartbeatCheck(TimeProvider time) : ICheck
{
    /// <inheritdoc/>
    public string Kind => "heartbeat";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["heartbeat"];

    /// <inheritdoc/>
    public string Separator => ":";

    /// <inheritdoc/>
    public string About => "A job that calls the hub when it has run; a call that does not come is a failure";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "heartbeat: and nothing behind it"),
        new("grace", OptionShape.Duration, "How late a call may be") { Default = "1m" },
        new("schedule", OptionShape.Text, "When it calls, as cron spells it; without it, once in every interval"),
        new("time_zone", OptionShape.Text, "The time zone of the schedule, such as Europe/Berlin") { Default = "UTC" },
        new("token", OptionShape.Text, "What it calls with, 8 to 128 letters, digits, - and _; without it the hub makes one") { Secret = true },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Beside { get; } = ["grace", "schedule", "time_zone", "token"];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        HeartbeatRules.Read(fields, before as HeartbeatOptions, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping) => new(new Observation
    {
        At = time.GetUtcNow(),
        Took = TimeSpan.Zero,
        Failure = new(FailureKind.Blocked, "a heartbeat can't be asked for: it is the service that calls"),
    });
}
