using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks;

/// <summary>Which column of the defaults a check is read with (contract, section 3).</summary>
public enum Column
{
    /// <summary>A service: 200–299 is success.</summary>
    Service,

    /// <summary>A deployment watched by its URL: only 200 is success.</summary>
    Target,
}

/// <summary>What one kind of check needs to know, read and checked. Immutable; holds its secrets.</summary>
public interface ICheckOptions
{
    /// <summary>The canonical description as a person would write it, <c>type</c> first.</summary>
    /// <param name="secrets">Whether credentials are spelled out, as for the store; otherwise each is <c>***</c>.</param>
    JsonObject Describe(bool secrets);

    /// <summary>The service's type when nobody gave one: <c>api</c>, <c>tcp</c>, <c>database</c> …</summary>
    string ServiceType { get; }

    /// <summary>Whether it runs a command, on this machine or inside a container; only where <see cref="CheckPolicy.AllowExec"/> lets it.</summary>
    bool RunsCommand => false;

    /// <summary>The <c>host:port</c> that is connected to, which checks of one peer share limits by; null when it is none.</summary>
    string? Peer => null;

    /// <summary>
    /// Whether nobody asks and the target itself says how it is: the schedule leaves it alone, and what comes is handed to the watch.
    /// </summary>
    bool IsPassive => false;

    /// <summary>The same, asking to keep the answer's text in <see cref="Observation.Body"/>, for one who asks once; kinds without a text answer themselves.</summary>
    ICheckOptions KeepingBody() => this;
}

/// <summary>A check to run: a kind and its options.</summary>
public sealed record CheckSpec(string Kind, ICheckOptions Options)
{
    /// <summary>Whether somebody from elsewhere described it: link-local addresses and those at which clouds hand out credentials are then not asked.</summary>
    /// <value>Default: false.</value>
    public bool Guarded { get; init; }
}

/// <summary>One kind of check: reads its description, and asks.</summary>
public interface ICheck
{
    /// <summary>The kind's name, as in <c>type: http</c>.</summary>
    string Kind { get; }

    /// <summary>The URL schemes that mean this kind: <c>http</c>, <c>https</c>.</summary>
    IReadOnlyList<string> Schemes { get; }

    /// <summary>What stands behind the scheme in a URL of this kind: two slashes where the name of a host or of something else follows, or the colon alone.</summary>
    /// <value>Default: <c>://</c>.</value>
    string Separator => "://";

    /// <summary>What the kind does, in a few words.</summary>
    string About { get; }

    /// <summary>The options beside <c>type</c>.</summary>
    IReadOnlyList<CheckOption> Options { get; }

    /// <summary>
    /// Whether <see cref="RunAsync"/> comes back from its first wait's begin within microseconds whatever the target does, so that it may be called on a
    /// thread that has more to do.
    /// </summary>
    bool IsNimble(ICheckOptions options) => false;

    /// <summary>The options that may also stand beside <c>check</c>, among the settings of what is watched.</summary>
    IReadOnlyList<string> Beside => [];

    /// <summary>Reads the options beside <c>type</c>; reports every problem and then answers null.</summary>
    /// <param name="before">The options now in force, for a description in which credentials are <c>***</c>; null when there are none.</param>
    ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems);

    /// <summary>
    /// Asks once. Never throws for a sick target; ends within <paramref name="timeout"/>; throws <see cref="OperationCanceledException"/> only when
    /// <paramref name="stopping"/> fires.
    /// </summary>
    ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping);
}
