using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Registry;

namespace Hale.Server.Explain;

/// <summary>All that is known of a service and is of use to explain it, at one moment.</summary>
internal sealed record Facts(ServiceSpec Service, Verdict Verdict, DateTimeOffset Now)
{
    /// <summary>The newest results, newest first.</summary>
    public IReadOnlyList<Sample> Attempts { get; init; } = [];

    /// <summary>What the last failed checks saw, newest first.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>What it needs itself, in the order of its definition.</summary>
    public IReadOnlyList<Needed> Needs { get; init; } = [];

    /// <summary>From the service to the deepest dependency that is down; empty when none is.</summary>
    public IReadOnlyList<string> CausePath { get; init; } = [];

    /// <summary>How many services need it, directly or not.</summary>
    public int Dependants { get; init; }

    /// <summary>When it last ceased to be well; null when it never did.</summary>
    public DateTimeOffset? BrokeAt { get; init; }

    /// <summary>What changed in the definitions of it and of all it needs in the day before that, by <see cref="Relevance"/>.</summary>
    public IReadOnlyList<DefinitionChange> Changes { get; init; } = [];
}

/// <summary>A service that another one needs.</summary>
/// <param name="Verdict">Null when there is no such service now.</param>
internal sealed record Needed(string Id, Verdict? Verdict, string? Cause);
