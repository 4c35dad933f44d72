using System.Collections.Concurrent;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>The settings of section 3 of the contract as somebody gave them; null means the next wider default.</summary>
internal sealed record CheckSettings(
    TimeSpan? Interval = null,
    TimeSpan? Timeout = null,
    int? Retries = null,
    TimeSpan? DegradedAbove = null,
    int? RecoverAfter = null,
    SoftFailure? SoftFailure = null,
    int? DegradeAfter = null)
{
    public static readonly CheckSettings None = new();

    // As long as the longest interval.
    private static readonly TimeSpan Never = TimeSpan.FromDays(31);

    public static readonly IReadOnlyDictionary<string, SoftFailure> SoftFailures = new Dictionary<string, SoftFailure>
    {
        ["down"] = Monitoring.Health.SoftFailure.Down,
        ["degraded"] = Monitoring.Health.SoftFailure.Degraded,
    };

    /// <summary>Reads the settings from among a description's fields.</summary>
    public static CheckSettings Read(Fields fields)
    {
        var read = new CheckSettings(
            fields.Duration("interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(31)),
            fields.Duration("timeout", TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)),
            fields.Int("retries", 0, 100),
            fields.Duration("degraded_above", TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
            fields.Int("recover_after", 1, 100),
            fields.Choice("soft_failure", SoftFailures),
            fields.Int("degrade_after", 1, 100));
        return read == None ? None : read;
    }

    /// <summary>These settings, and where they are silent, wider ones.</summary>
    public CheckSettings Or(CheckSettings wider) => new(
        Interval ?? wider.Interval,
        Timeout ?? wider.Timeout,
        Retries ?? wider.Retries,
        DegradedAbove ?? wider.DegradedAbove,
        RecoverAfter ?? wider.RecoverAfter,
        SoftFailure ?? wider.SoftFailure,
        DegradeAfter ?? wider.DegradeAfter);

    /// <summary>
    /// These settings, and where they are silent, wider ones: what is said of services in general is said of those that are asked. Of one that calls by itself
    /// the first call missed is one too many, and how long it took is its own affair, unless its own settings say otherwise.
    /// </summary>
    public CheckSettings OrOfPassive(CheckSettings wider) => Or(wider with { Retries = 0, DegradedAbove = Never });

    /// <summary>What holds, with the contract's defaults of <paramref name="column"/> where nobody said anything.</summary>
    public Timing Resolve(Column column)
    {
        var target = column == Column.Target;
        return Timing.Shared(new(
            Interval ?? TimeSpan.FromSeconds(target ? 60 : 30),
            Timeout ?? TimeSpan.FromSeconds(5),
            new Patience
            {
                Retries = Retries ?? (target ? 0 : 3),
                DegradedAbove = DegradedAbove ?? TimeSpan.FromSeconds(1),
                RecoverAfter = RecoverAfter ?? 1,
                SoftFailure = SoftFailure ?? (target ? Monitoring.Health.SoftFailure.Degraded : Monitoring.Health.SoftFailure.Down),
                DegradeAfter = DegradeAfter,
            }));
    }
}

/// <summary>How often, how long and how patiently, with every default filled in.</summary>
internal sealed record Timing(TimeSpan Interval, TimeSpan Timeout, Patience Patience)
{
    private const int MostShared = 256;

    private static readonly ConcurrentDictionary<Timing, Timing> Known = new();

    /// <summary>One that is equal, if there is one already: of thousands of services nearly all are timed in one of a few ways.</summary>
    public static Timing Shared(Timing timing) =>
        Known.TryGetValue(timing, out var known) ? known : Known.Count < MostShared ? Known.GetOrAdd(timing, timing) : timing;
}
