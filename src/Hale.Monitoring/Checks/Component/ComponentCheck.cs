using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Component;

/// <summary>A part of an application that the application itself reports on; a report that does not come is a failure. Who takes the reports hands them to the watch.</summary>
internal sealed class ComponentCheck(TimeProvider time) : ICheck
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(31);

    /// <inheritdoc/>
    public string Kind => "component";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["component"];

    /// <inheritdoc/>
    public string Separator => ":";

    /// <inheritdoc/>
    public string About => "A part of an application, which reports on it by itself";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "component: and nothing behind it"),
        new("grace", OptionShape.Duration, "How late a report may be") { Default = "1m" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Beside { get; } = ["grace"];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        if (fields.Text("url") is { } url && url.Trim() is not ("component:" or "component://"))
            fields.Wrong("url", fields.Raw("url")!, "component: and nothing behind it; its one option is grace");
        var grace = fields.Duration("grace", TimeSpan.Zero, LongestGrace);
        return problems.All.Count > found ? null : new ComponentOptions { Grace = grace ?? ComponentOptions.DefaultGrace };
    }

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping) => new(new Observation
    {
        At = time.GetUtcNow(),
        Took = TimeSpan.Zero,
        Failure = new(FailureKind.Blocked, "a component can't be asked for: its application reports on it"),
    });
}

/// <summary>How late a report may be.</summary>
internal sealed record ComponentOptions : IPassiveOptions
{
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public TimeSpan Grace { get; init; } = DefaultGrace;

    /// <inheritdoc/>
    public string Call => "report";

    /// <inheritdoc/>
    public bool ByToken => false;

    /// <inheritdoc/>
    public string? Token => null;

    /// <inheritdoc/>
    public string ServiceType => "component";

    /// <inheritdoc/>
    public bool IsPassive => true;

    /// <inheritdoc/>
    public DateTimeOffset Deadline(DateTimeOffset last, TimeSpan interval) => last + interval + Grace;

    /// <inheritdoc/>
    public JsonObject Describe(bool secrets)
    {
        var described = new JsonObject { ["type"] = "component" };
        if (Grace != DefaultGrace)
            described["grace"] = Durations.Format(Grace);
        return described;
    }
}
