using System.Globalization;
using System.Xml.Linq;
using Hale.Monitoring.Health;
using Hale.Server.Public;
using Hale.Server.Public.Pages;

namespace Hale.Server.Tests.Public;

/// <summary>What is written of a page, from a model made by hand.</summary>
public sealed class PageTests
{
    private const string Evil = "<b onclick=x>\"&'\u0001";

    private static readonly DateTimeOffset Now = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory]
    [InlineData("", "Nothing is on this page yet.", Status.Unknown)]
    [InlineData("Unknown", "Nothing is known at the moment.", Status.Unknown)]
    [InlineData("Up", "The service is up.", Status.Up)]
    [InlineData("Up Up", "All services are up.", Status.Up)]
    [InlineData("Up Unknown", "All services of which something is known are up.", Status.Up)]
    [InlineData("Up Degraded", "1 of 2 services is degraded.", Status.Degraded)]
    [InlineData("Down Down Unknown", "2 of 3 services are down.", Status.Down)]
    [InlineData("Down", "1 of 1 service is down.", Status.Down)]
    [InlineData("Down Degraded Degraded Up", "1 of 4 services is down, 2 are degraded.", Status.Down)]
    public void Sentence_TellsHowItStands(string statuses, string sentence, Status overall)
    {
        var model = Model(statuses);

        Assert.Equal((sentence, overall), (model.Sentence(), model.Overall()));
        Assert.Contains($"<strong>{sentence}</strong>", PageHtml.Write(model), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_OfTextsThatLookLikeMarkup_HoldsThemAsText()
    {
        var html = PageHtml.Write(Model("Up", Evil, new Incident("s", Evil, Status.Down, Now.AddHours(-2), null, Now)));

        Assert.DoesNotContain("<b onclick", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\u0001', html);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b onclick=x&gt;&quot;&amp;&#x27;\uFFFD has been down for 2 h", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_OfIncidents_HasTheirDaysAndTimes()
    {
        var model = Model(
            "Up",
            "Shop",
            new("s", "api", Status.Down, Now.AddHours(-2), Now.AddHours(-1), Now),
            new("s", "web", Status.Degraded, Now.AddHours(-3), Now.AddHours(-3).AddSeconds(5), Now),
            new("s", "job", Status.Down, Now.AddDays(-1), Now.AddHours(-1), Now));
        var html = PageHtml.Write(model with { MoreIncidents = 3 });
        var text = System.Text.RegularExpressions.Regex.Replace(html, "<[^>]+>", "");

        Assert.Contains("api was down for 1 h 08:00 to 09:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("web was degraded for 5 s 07:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("4 Nov 2026\n\njob was down for 23 h 10:00 to 5 Nov 2026, 09:00 UTC", text, StringComparison.Ordinal);
        Assert.Contains("3 older ones are not shown.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Atom_HasWhatRfc4287Asks()
    {
        var feed = XDocument.Parse(FeedOf(Incidents).Atom()).Root!;

        Assert.Equal(Atom + "feed", feed.Name);
        foreach (var part in feed.Elements(Atom + "entry").Prepend(feed))
        {
            Assert.StartsWith("urn:uuid:", part.Element(Atom + "id")!.Value, StringComparison.Ordinal);
            Assert.NotEmpty(part.Element(Atom + "title")!.Value);
            Assert.True(DateTimeOffset.TryParse(part.Element(Atom + "updated")!.Value, CultureInfo.InvariantCulture, out _));
        }

        Assert.Equal(["api is down", $"{Shown.Legal(Evil)} was down for 1 h"], feed.Elements(Atom + "entry").Select(each => each.Element(Atom + "title")!.Value));
        Assert.Equal("2026-11-05T09:30:00.000Z", feed.Element(Atom + "updated")!.Value);
        Assert.Equal("https://status.test/status-page/public/feed.atom", (string)feed.Elements(Atom + "link").First().Attribute("href")!);
        Assert.Equal("2026-11-05T00:00:00.000Z", XDocument.Parse(FeedOf([]).Atom()).Root!.Element(Atom + "updated")!.Value);
    }

    [Fact]
    public void Rss_HasValidDatesAndTheIdsOfAtom()
    {
        var channel = XDocument.Parse(FeedOf(Incidents).Rss()).Root!.Element("channel")!;
        var atom = XDocument.Parse(FeedOf(Incidents).Atom()).Root!;

        Assert.Equal(["Thu, 05 Nov 2026 09:30:00 +0000", "Thu, 05 Nov 2026 08:00:00 +0000"], channel.Elements("item").Select(item => item.Element("pubDate")!.Value));
        Assert.Equal(atom.Elements(Atom + "entry").Select(each => each.Element(Atom + "id")!.Value), channel.Elements("item").Select(item => item.Element("guid")!.Value));
        Assert.All(channel.Elements("item"), item => Assert.Equal("false", (string)item.Element("guid")!.Attribute("isPermaLink")!));
        Assert.Equal("https://status.test/status-page/public", channel.Element("link")!.Value);
    }

    private static Incident[] Incidents =>
    [
        new("shop-api", "api", Status.Down, Now.AddMinutes(-30), null, Now.AddMinutes(-30)),
        new("shop-web", Evil, Status.Down, Now.AddHours(-2), Now.AddHours(-1), Now.AddHours(-1)),
    ];

    private static Feed FeedOf(Incident[] incidents) => new(
        Model("Up", Evil, incidents), "hub", new("https://status.test/status-page/public"), new("https://status.test/status-page/public/feed.atom"));

    private static PageModel Model(string statuses, string title = "Shop", params Incident[] incidents)
    {
        var lines = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => new Line(title, Enum.Parse<Status>(word), false, 99.5, []));
        return new(new("public", title, title, [], []), [new(title, [.. lines])], incidents, 0, 90, Now);
    }
}
