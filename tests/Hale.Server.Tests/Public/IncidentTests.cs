using System.Globalization;
using Hale.Monitoring.Health;
using Hale.Server.History;
using Hale.Server.Public;

namespace Hale.Server.Tests.Public;

public sealed class IncidentTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Changes as second:status, and the incidents as worst@from-to.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("1:Up", "")]
    [InlineData("1:Up 5:Down 9:Up", "Down@5-9")]
    [InlineData("1:Up 5:Down", "Down@5-")]
    [InlineData("1:Up 5:Degraded 7:Down 8:Degraded 9:Up", "Down@5-9")]
    [InlineData("1:Up 5:Degraded 6:Up 7:Down 8:Up", "Degraded@5-6 Down@7-8")]
    [InlineData("5:Down 7:Unknown 9:Up", "Down@5-7")]
    // What ended before the window is left out; what reaches into it keeps its beginning.
    [InlineData("-9:Down -5:Up", "")]
    [InlineData("-9:Down 5:Up", "Down@-9-5")]
    [InlineData("-9:Down", "Down@-9-")]
    public void Of_Changes_AreTimesThatWereNotWell(string changes, string incidents) =>
        Assert.Equal(incidents, string.Join(' ', Of(changes).Select(each => $"{each.Worst}@{Second(each.From)}-{(each.To is { } to ? Second(to) : "")}")));

    [Fact]
    public void Id_StaysTheSame_AndIsOfOneIncidentOnly()
    {
        var (first, second) = (Of("1:Down 2:Up").Single(), Of("1:Down 2:Up 5:Down 6:Up").Last());

        Assert.Equal(first.Id("hub"), Of("1:Down").Single().Id("hub"));
        Assert.Equal(4, new[] { first.Id("hub"), second.Id("hub"), first.Id("other"), (first with { Service = "x" }).Id("hub") }.Distinct().Count());
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", first.Id("hub").ToString());
    }

    private static Incident[] Of(string changes) => [.. Incident.Of("shop-api", "api", changes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Change), T0)];

    private static StatusEvent Change(string text)
    {
        var parts = text.Split(':');
        var at = T0.AddSeconds(int.Parse(parts[0], CultureInfo.InvariantCulture));
        return new("shop-api", new(at, Status.Unknown, Enum.Parse<Status>(parts[1]), Why.Failures, "http://inner.test refused"), null);
    }

    private static string Second(DateTimeOffset at) => (at - T0).TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
