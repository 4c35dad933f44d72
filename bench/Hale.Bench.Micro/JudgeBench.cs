using BenchmarkDotNet.Attributes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Bench.Micro;

/// <summary>One decision: paid once per check.</summary>
[MemoryDiagnoser]
public class JudgeBench
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly Verdict Up = new(Status.Up, At, Why.FirstSuccess);
    private static readonly Verdict Failing = new(Status.Up, At, Why.FirstSuccess, Failures: 3);
    private static readonly Patience Patience = new();
    private static readonly Observation Good = new() { At = At, Took = TimeSpan.FromMilliseconds(12), Answered = true };
    private static readonly Observation Bad = Good with { Failure = new(FailureKind.Refused, "connection refused") };

    [Benchmark(Baseline = true)]
    public Ruling SuccessWhileUp() => Judge.Next(Up, Good, Patience, At);

    [Benchmark]
    public Ruling FailureThatIsForgiven() => Judge.Next(Up, Bad, Patience, At);

    [Benchmark]
    public Ruling FailureThatIsOneTooMany() => Judge.Next(Failing, Bad, Patience, At);
}
