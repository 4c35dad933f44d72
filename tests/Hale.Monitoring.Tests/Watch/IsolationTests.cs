using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Watch;

/// <summary>The hub is cut off, and knows that it is itself.</summary>
public sealed class IsolationTests
{
    private static readonly FakeAnswer Good = FakeAnswer.Ok(TimeSpan.FromMilliseconds(3));

    public static TheoryData<string, int> Fleets => new(
        from kind in new[] { "unreachable", "dns", "hangs", "connect timeout" }
        from services in new[] { 1, 3, 50, 2000 }
        select (kind, services));

    [Theory]
    [MemberData(nameof(Fleets))]
    public void Hub_IsCutOff_AllBecomesUnknownOnceNoneGoesDownAndAllIsUpAgainWithinAnInterval(string kind, int services)
    {
        for (var cut = 100.0; cut < 131; cut += 7.3)
        {
            var fleet = Run(kind, services, references: 2, cut, back: 400);

            Assert.Equal([true, false], fleet.Isolations.Select(each => each.IsCutOff));
            Assert.DoesNotContain(fleet.Steps, step => step.Step.To is Status.Down or Status.Degraded);
            var unknown = fleet.Until(Status.Unknown, cut);
            Assert.Equal(services, unknown.Count);
            Assert.InRange(unknown.Values.Max(), 0, 45);
            var up = fleet.Until(Status.Up, 400);
            Assert.Equal(services, up.Count);
            Assert.InRange(up.Values.Max(), 0, 30);
        }
    }

    [Theory]
    [InlineData("unreachable")]
    [InlineData("hangs")]
    public void Hub_OneReferenceStillAnswers_ServicesAreDownThemselves(string kind)
    {
        var fleet = Run(kind, 50, references: 2, cut: 100, back: 400, lostReferences: 1);

        Assert.Empty(fleet.Isolations);
        Assert.Equal(50, fleet.Until(Status.Down, 100).Count);
    }

    [Fact]
    public void Hub_HasNoReferences_ServicesAreDown() => Assert.Equal(50, Run("unreachable", 50, references: 0, cut: 100, back: 400).Until(Status.Down, 100).Count);

    [Fact]
    public void References_AreLostAlone_NothingBecomesUnknown()
    {
        var fleet = new Fleet();
        fleet.Refer(1);
        fleet.Host("reference0", now => now.TotalSeconds < 100 ? Good : FakeAnswer.Refused);
        fleet.Host("bad", now => now.TotalSeconds < 100 ? Good : FakeAnswer.Refused);
        fleet.Launch([.. Enumerable.Range(0, 200).Select(i => Fleet.Service($"h{i}", $"s{i}")), Fleet.Service("bad", "bad")]);
        fleet.Pass(300);

        Assert.Empty(fleet.Isolations);
        Assert.Equal(["bad"], fleet.Until(Status.Down, 100).Keys);
    }

    [Fact]
    public void References_StayLost_WhatAnswersIsUpAndWhatFailsIsJudgedAgain()
    {
        var fleet = new Fleet();
        fleet.Refer(1);
        fleet.Host("reference0", now => now.TotalSeconds < 100 ? Good : FakeAnswer.Refused);
        for (var i = 0; i < 60; i++)
        {
            var isDead = i == 7;
            fleet.Host($"h{i}", now => now.TotalSeconds < 100 || (!isDead && now.TotalSeconds > 200) ? Good : FakeAnswer.Refused);
        }

        fleet.Launch(Enumerable.Range(0, 60).Select(i => Fleet.Service($"h{i}", $"s{i}")));
        fleet.Pass(320);

        Assert.Equal([true, false], fleet.Isolations.Select(each => each.IsCutOff));
        Assert.Equal("s7", Assert.Single(fleet.Until(Status.Down, 0)).Key);
        Assert.Equal(59, fleet.Until(Status.Up, 200).Count);
    }

    private static Fleet Run(string kind, int services, int references, double cut, double back, int? lostReferences = null)
    {
        var fleet = new Fleet(random: new Random(services).NextDouble);
        fleet.Refer(references);
        for (var i = 0; i < references; i++)
            if (i < (lostReferences ?? references))
                fleet.Host($"reference{i}", Answer);
        for (var i = 0; i < services; i++)
            fleet.Host($"h{i}", Answer);
        fleet.Launch(Enumerable.Range(0, services).Select(i => Fleet.Service($"h{i}", $"s{i}")));
        fleet.Pass(back + 60);
        return fleet;

        FakeAnswer Answer(TimeSpan now) => now.TotalSeconds < cut || now.TotalSeconds > back ? Good : kind switch
        {
            "unreachable" => FakeAnswer.Fails(FailureKind.Unreachable),
            "dns" => FakeAnswer.Fails(FailureKind.Dns, after: TimeSpan.FromSeconds(1)),
            "hangs" => FakeAnswer.Hangs,
            _ => FakeAnswer.Fails(FailureKind.ConnectTimeout, after: TimeSpan.FromSeconds(3)),
        };
    }
}
