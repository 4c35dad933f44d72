using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Health;

/// <summary>What holds for every sequence of results and every patience.</summary>
public sealed class JudgeProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    private static Gen<Patience> Patiences =>
        from retries in Gen.Choose(0, 5)
        from soft in Gen.Elements(SoftFailure.Down, SoftFailure.Degraded)
        from recover in Gen.Frequency((2, Gen.Constant(1)), (1, Gen.Choose(2, 4)))
        from degrade in Gen.Frequency((2, Gen.Constant<int?>(null)), (1, Gen.Choose(1, 6).Select(count => (int?)count)))
        select new Patience { Retries = retries, SoftFailure = soft, RecoverAfter = recover, DegradeAfter = degrade };

    private static Gen<Observation> Results => Gen.Frequency(
        (3, Gen.Constant(Some.Success(12))),
        (1, Gen.Constant(Some.Success(1000))),
        (1, Gen.Constant(Some.Success(1500))),
        (1, Gen.Constant(Some.Success(12, saysDegraded: true, message: "degraded"))),
        (3, Gen.Elements(Enum.GetValues<FailureKind>()).Select(kind => Some.Failure(kind))),
        (3, Gen.Constant(Some.SoftFailure("HTTP 503"))));

    private static Arbitrary<(Patience Patience, List<Observation> Results)> Lives => (
        from patience in Patiences
        from results in Results.ListOf()
        select (patience, results.ToList())).ToArbitrary();

    [Fact]
    public void AnyLife_EverySingleStep_IsOneThatTheTableAllows() => Check((patience, life) =>
        Assert.All(life.SelectMany(turn => turn.Ruling.Steps.Select(step => (turn, step))), each => Assert.True(Allowed(patience, each.turn, each.step), $"{each}")));

    [Fact]
    public void AnyLife_Steps_ChainFromBeforeToAfter() => Check((_, life) =>
        Assert.All(life, turn =>
        {
            var status = turn.Before.Status;
            foreach (var step in turn.Ruling.Steps)
            {
                Assert.Equal(status, step.From);
                Assert.NotEqual(step.From, step.To);
                status = step.To;
            }

            Assert.Equal(status, turn.Ruling.After.Status);
            Assert.Equal(turn.Ruling.Steps.Count > 0 ? turn.At : turn.Before.Since, turn.Ruling.After.Since);
        }));

    [Fact]
    public void AnyLife_GoodFastAnswer_EndsUpWhenOneSuccessIsEnough() => Check((patience, life) =>
        Assert.All(life.Where(turn => patience.RecoverAfter == 1 && turn.Seen is { Success: true, SaysDegraded: false } && turn.Seen.Took <= patience.DegradedAbove),
            turn => Assert.Equal(Status.Up, turn.Ruling.After.Status)));

    [Fact]
    public void AnyLife_Counts_AreTheRowsOfResults() => Check((patience, life) =>
    {
        var (failures, successes) = (0, 0);
        foreach (var turn in life)
        {
            (failures, successes) = turn.Seen.Success ? (0, successes + 1) : (failures + 1, 0);
            Assert.Equal((failures, successes), (turn.Ruling.After.Failures, turn.Ruling.After.Successes));
            Assert.Equal(turn.Seen.Failure?.Kind, turn.Ruling.After.Failure);
            if (failures > patience.Retries)
                Assert.True(turn.Ruling.After.Status is Status.Down or Status.Degraded);
            else if (failures > 0 && turn.Ruling.After.Status == Status.Down)
                Assert.Equal(Status.Down, turn.Before.Status);
        }
    });

    [Fact]
    public void AnyLife_JudgedTwice_ComesToTheSame() => Check((patience, life) =>
        Assert.All(life, turn =>
        {
            var again = Judge.Next(turn.Before, turn.Seen, patience, turn.At);
            Assert.Equal(turn.Ruling.After, again.After);
            Assert.Equal(turn.Ruling.Steps, again.Steps);
        }));

    private static void Check(Action<Patience, List<Turn>> holds) => Prop.ForAll(Lives, life => holds(life.Patience, Live(life.Patience, life.Results))).Check(Runs);

    private static List<Turn> Live(Patience patience, List<Observation> results)
    {
        var turns = new List<Turn>();
        var verdict = Verdict.Unchecked(Some.Moment);
        foreach (var seen in results)
        {
            var at = Some.Moment.AddSeconds(turns.Count + 1);
            var ruling = Judge.Next(verdict, seen, patience, at);
            turns.Add(new(verdict, seen, at, ruling));
            verdict = ruling.After;
        }

        return turns;
    }

    /// <summary>The table of the contract, written a second time and in another way: by step and not by result.</summary>
    private static bool Allowed(Patience patience, Turn turn, Transition step)
    {
        var exceeded = turn.Before.Failures + 1 > patience.Retries && !turn.Seen.Success;
        var softens = turn.Seen.Failure is { Soft: true } && patience.SoftFailure == SoftFailure.Degraded;
        var unwell = turn.Seen.Success && (turn.Seen.SaysDegraded || turn.Seen.Took > patience.DegradedAbove);
        return (step.From, step.To, step.Why) switch
        {
            (Status.Unknown, Status.Up, Why.FirstSuccess) => turn.Seen.Success,
            (Status.Up, Status.Degraded, Why.Slow or Why.BodyDegraded) => unwell,
            (Status.Degraded, Status.Up, Why.Fast or Why.BodyOk or Why.Recovered) => turn.Seen.Success && !unwell,
            (Status.Unknown or Status.Up or Status.Degraded, Status.Down, Why.Failures) => exceeded && !softens,
            (Status.Unknown or Status.Up or Status.Down, Status.Degraded, Why.SoftFailures) => exceeded && softens,
            (Status.Unknown or Status.Up, Status.Degraded, Why.DegradedAfter) => !turn.Seen.Success && !exceeded && turn.Before.Failures + 1 >= patience.DegradeAfter,
            (Status.Down, Status.Up, Why.Recovered) => turn.Seen.Success && turn.Before.Successes + 1 >= patience.RecoverAfter,
            _ => false,
        };
    }

    private sealed record Turn(Verdict Before, Observation Seen, DateTimeOffset At, Ruling Ruling);
}
