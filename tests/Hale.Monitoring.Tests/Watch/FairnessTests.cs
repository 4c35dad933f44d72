using Hale.Monitoring.Admission;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Monitoring.Watch;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>What many checks do to one host, and one host to all others.</summary>
public sealed class FairnessTests
{
    private static readonly FakeAnswer Good = FakeAnswer.Ok(TimeSpan.FromMilliseconds(3));

    public static TheoryData<string, int> OrdinaryFleets => new(
        from kind in new[] { "hangs", "500", "refuses", "connect timeout" }
        from services in new[] { 1, 20, 60, 100 }
        select (kind, services));

    [Theory]
    [MemberData(nameof(OrdinaryFleets))]
    public void Host_WithUpToAHundredServices_Breaks_AllAreDownWithinAMinute(string kind, int services)
    {
        for (var moment = 40.0; moment < 70; moment += 2.9)
        {
            var fleet = new Fleet(random: new Random(services).NextDouble);
            fleet.Host("shop", now => now.TotalSeconds < moment ? Good : Broken(kind));
            fleet.Launch(Fleet.Services("shop", services));
            fleet.Pass(moment + 70);

            var down = fleet.Until(Status.Down, moment);
            Assert.Equal(services, down.Count);
            Assert.InRange(down.Values.Max(), 0, 60);
        }
    }

    [Theory]
    [InlineData("refuses", 125)]
    [InlineData("500", 125)]
    [InlineData("connect timeout", 330)]
    public void Host_WithAThousandServices_Breaks_EachGoesDownByFourFailuresOfItsOwnAndWithoutAStorm(string kind, double seconds)
    {
        var fleet = new Fleet();
        fleet.Host("shop", now => now.TotalSeconds < 60 ? Good : Broken(kind));
        fleet.Launch(Fleet.Services("shop", 1000));
        fleet.Pass(60 + seconds);

        var down = fleet.Until(Status.Down, 60);
        Assert.Equal(1000, down.Count);
        var asked = fleet.Asked.Where(asked => asked.At.TotalSeconds >= 60).ToLookup(asked => asked.Key, asked => asked.At.TotalSeconds - 60);
        Assert.All(down, each => Assert.Equal(4, asked[each.Key].Count(at => at <= each.Value)));
        Assert.InRange(fleet.MostAtOneHost, 1, 64);

        // Of regular checks as many as ever, and of early ones ten.
        Assert.InRange(fleet.MostInASecond("shop", 60), 1, fleet.MostInASecond("shop", 10, 60) + 11);
    }

    [Fact]
    public void Host_IsDown_OneOfItsServicesAsksForAllOncePerInterval()
    {
        var fleet = new Fleet();
        fleet.Host("shop", FakeAnswer.Refused);
        fleet.Launch(Fleet.Services("shop", 1000));
        fleet.Pass(200);
        var (asked, skipped) = (fleet.Asked.Count, fleet.Slips.Count);
        fleet.Pass(600);

        Assert.InRange(fleet.Asked.Count - asked, 18, 22);
        Assert.InRange(fleet.Slips.Count - skipped, 19_900, 20_100);
        Assert.All(fleet.Slips, slip => Assert.Equal(SlipReason.Circuit, slip.Reason));
        Assert.Equal(new Congestion(0, 0, 0, 0, 999, 1), fleet.Ledger.Congestion);
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("connect timeout")]
    public void Host_ComesBack_EveryServiceIsUpWithinTwoIntervals(string kind)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (breaks, back) = (40 + (60 * random.NextDouble()), 400 + (200 * random.NextDouble()));
            var fleet = new Fleet(random: random.NextDouble);
            fleet.Host("shop", now => now.TotalSeconds > breaks && now.TotalSeconds < back ? Broken(kind) : Good);
            var services = Enumerable.Range(0, random.Next(1, 80)).Select(i => Fleet.Service("shop", $"s{i}", random.Next(5, 61))).ToList();
            fleet.Launch(services);
            fleet.Pass(back + 130);

            var up = fleet.Until(Status.Up, back);
            Assert.All(services, service => Assert.True(
                up.GetValueOrDefault(service.Key, 999) <= 2 * service.Interval.TotalSeconds,
                $"seed {seed}: {service.Key} of {service.Interval.TotalSeconds} s was up {up.GetValueOrDefault(service.Key)} s after its host"));
        }
    }

    [Fact]
    public void Host_ComesBack_ItsServicesComeNoMoreThanTwiceAsFastAsEver()
    {
        var fleet = new Fleet();
        fleet.Host("shop", now => now.TotalSeconds < 300 ? FakeAnswer.Refused : Good);
        fleet.Launch(Fleet.Services("shop", 1000));
        fleet.Pass(500);

        var usual = fleet.MostInASecond("shop", 400);
        Assert.InRange(fleet.MostInASecond("shop", 300), usual, (2 * usual) + 5);
        Assert.Equal((0, 0), (fleet.Ledger.Congestion.Circuit, fleet.Ledger.Congestion.OpenCircuits));
    }

    [Theory]
    [InlineData("refuses")]
    [InlineData("hangs")]
    [InlineData("connect timeout")]
    public void Service_AloneOnItsHost_IsAskedAsIfThereWereNoLimits(string kind)
    {
        var (limited, free) = (Run(new()), Run(new() { InFlight = 1000, PerHost = 1000, RechecksPerHost = 1e6 }));
        Assert.Equal(free, limited);

        IEnumerable<TimeSpan> Run(Allowance allowance)
        {
            var fleet = new Fleet(allowance);
            fleet.Host("alone", now => now.TotalSeconds is < 50 or > 300 ? Good : Broken(kind));
            fleet.Host("other", now => now.TotalSeconds < 100 ? Good : Broken(kind));
            fleet.Launch([Fleet.Service("alone", "alone"), .. Fleet.Services("other", 200)]);
            fleet.Pass(500);
            return fleet.TimesOf("alone");
        }
    }

    [Theory]
    [InlineData("hangs")]
    [InlineData("connect timeout")]
    public void Hosts_ThatAreSlow_DelayNoOthers(string kind)
    {
        var (alone, beside) = (Run(Good), Run(Broken(kind)));
        Assert.All(alone, each => Assert.All(each.Zip(beside[each.Key]), pair => Assert.Equal(pair.First.TotalSeconds, pair.Second.TotalSeconds, 0.05)));

        static ILookup<string, TimeSpan> Run(FakeAnswer answer)
        {
            var fleet = new Fleet(new() { InFlight = 256 });
            var slow = Enumerable.Range(0, 8).SelectMany(i => Fleet.Services($"slow{i}", 200));
            for (var i = 0; i < 8; i++)
                fleet.Host($"slow{i}", answer);
            var good = Enumerable.Range(0, 300).Select(i => Fleet.Service($"good{i}", $"good{i}")).Concat(Fleet.Services("big", 300)).ToList();
            fleet.Launch([.. good, .. slow]);
            fleet.Pass(400);
            Assert.InRange(fleet.MostAtOneHost, 1, 64);
            return fleet.Asked.Where(asked => !asked.Key.StartsWith("slow", StringComparison.Ordinal)).ToLookup(asked => asked.Key, asked => asked.At);
        }
    }

    /// <summary>A byte a second holds a check for its whole timeout; a hostile one answers garbage at any moment.</summary>
    [Fact]
    public void TenThousandServices_BesideThousandsThatHangOrAreSlowOrHostile_AreAskedAsIfThoseWereWell()
    {
        var (beside, alone) = (Run(isSick: true), Run(isSick: false));
        Assert.Equal(10_000, alone.Count);
        Assert.All(alone, each => Assert.Equal(each, beside[each.Key]));

        static ILookup<string, (string Key, TimeSpan At)> Run(bool isSick)
        {
            var (fleet, random) = (new Fleet(), new Random(1));
            for (var i = 0; isSick && i < 2100; i++)
                fleet.Host($"sick{i}", i < 2000 ? _ => FakeAnswer.Hangs : _ => FakeAnswer.Fails(FailureKind.Protocol, after: 5 * random.NextDouble() * TimeSpan.FromSeconds(1)));
            fleet.Launch(Enumerable.Range(0, 12_100).Select(i => i < 10_000 ? Fleet.Service($"good{i}", $"good{i}") : Fleet.Service($"sick{i - 10_000}", $"sick{i}")));
            fleet.Pass(150);
            return fleet.Asked.Where(asked => asked.Key.StartsWith("good", StringComparison.Ordinal)).Select(asked => (asked.Key, asked.At)).ToLookup(each => each.Key);
        }
    }

    [Fact]
    public void Launch_OfAHundredThousandServices_ChecksEachWithinOneInterval()
    {
        var fleet = new Fleet();
        for (var i = 0; i < 50; i++)
            fleet.Host($"h{i}", FakeAnswer.Hangs);
        fleet.Launch(Enumerable.Range(0, 100_000).Select(i => Fleet.Service($"h{i / 20}", $"s{i}")));
        fleet.Pass(30);
        Assert.Equal(100_000, fleet.Asked.DistinctBy(asked => asked.Key).Count());
        Assert.Empty(fleet.Slips);
        fleet.Pass(30);
        Assert.All(fleet.Asked.GroupBy(asked => asked.Key), times => Assert.InRange(times.Count(), 2, 6));
    }

    [Fact]
    public void Rate_BelowWhatIsDue_IsKeptAndStarvesNobody()
    {
        var fleet = new Fleet(new() { RatePerHost = 1 });
        fleet.Launch([.. Fleet.Services("slow", 90), .. Fleet.Services("other", 90)]);
        fleet.Pass(1000);

        Assert.Equal(1, fleet.MostInASecond("slow"));
        Assert.All(fleet.Ledger.All, entry => Assert.All(
            fleet.TimesOf(entry.Spec.Key).Zip(fleet.TimesOf(entry.Spec.Key).Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalSeconds, 10, 121)));
        Assert.InRange(fleet.Ledger.Congestion.Rate, 2, 180);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SixtyServices_TwentyOnAHostThatGoesDown_StayStaggered(bool launched)
    {
        var fleet = new Fleet(random: new Random(7).NextDouble);
        fleet.Host("dead", now => now.TotalSeconds is > 100 and < 220 ? FakeAnswer.Refused : Good);
        List<WatchSpec> services = [.. Fleet.Services("dead", 20), .. Enumerable.Range(0, 40).Select(i => Fleet.Service($"h{i}", $"h{i}"))];
        if (launched)
            fleet.Launch(services);
        else
            services.ForEach(service => fleet.Ledger.Set(service));
        fleet.Pass(300);

        // What answers is regular; what fails is tried early.
        var regular = fleet.Asked.Where(asked => asked.At.TotalSeconds > 60 && (asked.Host != "dead" || asked.At.TotalSeconds is < 100 or > 220));
        Assert.All(regular.CountBy(asked => (int)asked.At.TotalSeconds), second => Assert.InRange(second.Value, 0, 6));
        Assert.InRange(fleet.MostInASecond("dead", 60), 1, 12);
        Assert.InRange(fleet.Asked.Count(asked => asked.Host == "dead" && asked.At.TotalSeconds is > 150 and < 210), 1, 3);
        Assert.InRange(fleet.Until(Status.Up, 220).Values.Max(), 0, 60);
    }

    private static FakeAnswer Broken(string kind) => kind switch
    {
        "hangs" => FakeAnswer.Hangs,
        "500" => FakeAnswer.Status(500),
        "refuses" => FakeAnswer.Refused,
        _ => FakeAnswer.Fails(FailureKind.ConnectTimeout, after: TimeSpan.FromSeconds(5)),
    };
}
