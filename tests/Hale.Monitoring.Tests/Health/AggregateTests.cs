using Hale.Monitoring.Health;

namespace Hale.Monitoring.Tests.Health;

public sealed class AggregateTests
{
    private static readonly Member Up = new(Status.Up);
    private static readonly Member Unknown = new(Status.Unknown);
    private static readonly Member Down = new(Status.Down);
    private static readonly Member Minor = new(Status.Down, Critical: false);
    private static readonly Member Slow = new(Status.Degraded);
    private static readonly Member Dependant = new(Status.Up, Cause: "db");
    private static readonly Member Paused = new(Status.Unknown, Paused: true);

    public static TheoryData<string, Member[], Overall> Sums => new()
    {
        { "nothing", [], Overall.Unknown },
        { "all unknown", [Unknown, Unknown], Overall.Unknown },
        { "all paused", [Paused], Overall.Unknown },
        { "up", [Up, Up], Overall.Healthy },
        { "up and unknown", [Up, Unknown], Overall.Healthy },
        { "up and paused", [Up, Paused], Overall.Healthy },
        { "a degraded one", [Up, Slow], Overall.Degraded },
        { "a minor one down", [Up, Minor], Overall.Degraded },
        { "only a minor one, down", [Minor], Overall.Degraded },
        { "a healthy dependant of a down one", [Up, Dependant], Overall.Degraded },
        { "a critical one down", [Up, Slow, Down], Overall.Unhealthy },
        { "a critical one down and others unknown", [Unknown, Down], Overall.Unhealthy },
        { "a paused one that was down", [Up, Down with { Paused = true }], Overall.Healthy },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public void Of_Members_IsTheWorstThatIsKnown(string what, Member[] members, Overall expected)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Aggregate.Of(members));
        Assert.Equal(expected, Aggregate.Of(members.Reverse()));
    }
}
