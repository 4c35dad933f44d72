using Hale.Monitoring.Admission;

namespace Hale.Monitoring.Tests.Admission;

public sealed class TurnstileTests
{
    private const int Asker = 1;
    private const int Other = 2;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(Asker, 29.0, true)]
    [InlineData(Other, 29.0, false)]
    [InlineData(Other, 30.025, false)]
    [InlineData(Other, 30.05, true)]
    public void OpenCircuit_WhoAsksForAll_IsRelievedWhenItIsLaterThanATickOfItsTurn(int member, double after, bool asks)
    {
        var turnstile = new Turnstile(new Allowance());
        var peer = turnstile.Join("db:5432")!;
        for (var failures = 0; failures < Turnstile.FailuresToOpen; failures++)
            turnstile.Learn(peer, Finding.Unreached, TimeSpan.Zero);

        Assert.Equal(Hold.None, turnstile.Ask(peer, Wish(Asker), TimeSpan.Zero).Hold);
        Assert.Equal(asks ? Hold.None : Hold.Circuit, turnstile.Ask(peer, Wish(member), TimeSpan.FromSeconds(after)).Hold);
    }

    private static Wish Wish(int member) => new(member, Early: false, Settled: true, Interval, Regular: default, Passed: Hold.None);
}
