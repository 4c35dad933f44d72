using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Watch.Rounds;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>What holds for every fleet, however its hosts behave and whatever is done to it.</summary>
public sealed class FairnessProperties
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    private enum Deed
    {
        Add,
        Remove,
        Pause,
        Resume,
        Move,
        Force,
        Turn,
    }

    private static Gen<Allowance> AnyLimits =>
        from places in Gen.Choose(1, 12)
        from perHost in Gen.Choose(1, 6)
        from rechecks in Gen.Elements(0.5, 2, 10)
        from rate in Gen.Elements<double?>(null, null, 2, 20)
        select new Allowance { InFlight = places, PerHost = perHost, RechecksPerHost = rechecks, RatePerHost = rate };

    private static Gen<(Deed Deed, int Which, int Host, double Seconds)> Deeds =>
        from deed in Gen.Elements(Enum.GetValues<Deed>())
        from which in Gen.Choose(0, 19)
        from host in Gen.Choose(0, 3)
        from milliseconds in Gen.Choose(0, 20_000)
        select (deed, which, host, milliseconds / 1000.0);

    private static Arbitrary<(Allowance Allowance, List<(Deed Deed, int Which, int Host, double Seconds)> Deeds)> Lives => (
        from allowance in AnyLimits
        from deeds in Deeds.ListOf()
        select (allowance, deeds.ToList())).ToArbitrary();

    [Fact]
    public void AnyLife_Limits_AreKeptAndNobodyIsLost() => Check.One(Runs, Prop.ForAll(Lives, life =>
    {
        var fleet = new Fleet(life.Allowance);
        var kinds = new int[4];
        for (var i = 0; i < 4; i++)
        {
            fleet.Host($"host{i}", Answers(kinds, i));
            fleet.Ledger.Set(Fleet.Service($"host{i}", $"keeper{i}"));
        }

        foreach (var (deed, which, host, seconds) in life.Deeds)
        {
            Do(fleet, kinds, deed, which, host);
            fleet.Pass(seconds);
            Assert.All(fleet.Ledger.All, entry => Assert.True(IsSomewhere(entry), $"{entry.Spec.Key} is lost"));
        }

        // With every host well again everybody is asked again, and nothing is left waiting.
        Array.Clear(kinds);
        for (var i = 0; i < 20; i++)
            Do(fleet, kinds, Deed.Resume, i, 0);
        fleet.Pass(400);
        var before = fleet.Asked.Count;
        fleet.Pass(60);
        var asked = fleet.Asked.Skip(before).Select(each => each.Key).ToHashSet();
        Assert.All(fleet.Ledger.All, entry => Assert.Contains(entry.Spec.Key, asked));
        Assert.Equal((0, 0, 0), (fleet.Ledger.Congestion.Circuit, fleet.Ledger.Congestion.OpenCircuits, fleet.Ledger.Congestion.Rechecks));
        Assert.InRange(fleet.MostInFlight, 0, life.Allowance.InFlight);
        Assert.InRange(fleet.MostAtOneHost, 0, life.Allowance.PerHost);
        if (life.Allowance.RatePerHost is { } rate)
            Assert.All(Enumerable.Range(0, 4), i => Assert.InRange(fleet.MostInASecond($"host{i}"), 0, rate + 1));
    }));

    private static Func<TimeSpan, FakeAnswer> Answers(int[] kinds, int host) => _ => kinds[host] switch
    {
        0 => FakeAnswer.Ok(TimeSpan.FromMilliseconds(20)),
        1 => FakeAnswer.Refused,
        2 => FakeAnswer.Hangs,
        _ => FakeAnswer.Fails(FailureKind.ConnectTimeout, after: TimeSpan.FromSeconds(5)),
    };

    private static bool IsSomewhere(Entry entry) => entry.Spec.Paused || entry.Run is not null || entry.Waits || entry.Due != Entry.Never;

    private static void Do(Fleet fleet, int[] kinds, Deed deed, int which, int host)
    {
        var key = $"s{which}";
        var spec = fleet.Ledger.Find(key)?.Spec;
        switch (deed)
        {
            case Deed.Add:
                fleet.Ledger.Set(Fleet.Service($"host{host}", key, 5 + which));
                break;
            case Deed.Remove:
                fleet.Ledger.Remove(key);
                break;
            case Deed.Pause or Deed.Resume when spec is not null:
                fleet.Ledger.Set(spec with { Paused = deed == Deed.Pause });
                break;
            case Deed.Move when spec is not null:
                fleet.Ledger.Set(Fleet.Service($"host{host}", key, 5 + which));
                break;
            case Deed.Force when spec is not null:
                fleet.Force(key);
                break;
            case Deed.Turn:
                kinds[host] = which % 4;
                break;
        }
    }
}
