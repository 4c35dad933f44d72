using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hale.Monitoring.Health;
using Hale.Server.Public;

namespace Hale.Server.Tests.Public;

public sealed class BadgeTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory]
    [InlineData("api", "up")]
    [InlineData("<script>alert(1)</script>", "\" onload=\"x")]
    [InlineData("a & b", "größer \U0001F600")]
    [InlineData("bell \u0007 and half \uD800", "")]
    public void Svg_OfAnyText_IsWellFormedAndHoldsItAsText(string label, string message)
    {
        var picture = XDocument.Parse(new Badge(label, message, Tint.Good, $"{label}: {message}").Svg()).Root!;

        Assert.Equal(("img", Shown.Legal($"{label}: {message}")), ((string)picture.Attribute("role")!, (string)picture.Attribute("aria-label")!));
        Assert.Equal(Shown.Legal($"{label}: {message}"), picture.Element(Svg + "title")!.Value);
        Assert.Equal([Shown.Legal(label), Shown.Legal(message)], picture.Descendants(Svg + "text").Select(text => text.Value));
        Assert.Equal((int)picture.Attribute("width")!, picture.Descendants(Svg + "rect").Skip(1).Sum(rect => (int)rect.Attribute("width")!));
    }

    [Fact]
    public void Svg_HasNothingThatRunsOrIsElsewhere()
    {
        var picture = XDocument.Parse(new Badge("api", "up", Tint.Good, "api: up").Svg());

        Assert.Equal(["clipPath", "g", "rect", "svg", "text", "title"], picture.Descendants().Select(each => each.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(picture.Descendants().Attributes(), each => each.Name.LocalName is "style" or "href" || each.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_IsWhatShieldsReads()
    {
        var json = JsonNode.Parse(new Badge("up\"time", "99.9 %", Tint.Poor, "").Json())!.AsObject();

        Assert.Equal(["schemaVersion", "label", "message", "color"], json.Select(each => each.Key));
        Assert.Equal((1, "up\"time", "99.9 %", "orange"), ((int)json["schemaVersion"]!, (string)json["label"]!, (string)json["message"]!, (string)json["color"]!));
    }

    [Theory]
    [InlineData(null, "None")]
    [InlineData(100.0, "Good")]
    [InlineData(99.9, "Good")]
    [InlineData(99.89, "Fair")]
    [InlineData(99.0, "Fair")]
    [InlineData(98.99, "Poor")]
    [InlineData(94.9, "Bad")]
    [InlineData(0.0, "Bad")]
    public void Uptime_ByItsPercent_HasATint(double? percent, string tint) => Assert.Equal(tint, Grades.OfUptime(percent).ToString());

    [Theory]
    [InlineData(null, "None")]
    [InlineData(500.0, "Good")]
    [InlineData(501.0, "Fair")]
    [InlineData(1001.0, "Poor")]
    [InlineData(3001.0, "Bad")]
    public void Latency_HeldAgainstItsLimit_HasATint(double? milliseconds, string tint) =>
        Assert.Equal(tint, Grades.OfLatency(milliseconds, TimeSpan.FromSeconds(1)).ToString());

    [Theory]
    [InlineData(null, "no data")]
    [InlineData(100.0, "100 %")]
    [InlineData(99.9999, "99.99 %")]
    [InlineData(99.5, "99.5 %")]
    [InlineData(0.0, "0 %")]
    public void Percent_IsNeverRoundedUp(double? percent, string text) => Assert.Equal(text, Shown.Percent(percent));

    [Theory]
    [InlineData(null, "no data")]
    [InlineData(0.04, "0 ms")]
    [InlineData(3.46, "3.5 ms")]
    [InlineData(123.4, "123 ms")]
    [InlineData(1234.0, "1.23 s")]
    public void Latency_IsShort(double? milliseconds, string text) => Assert.Equal(text, Shown.Latency(milliseconds));

    [Theory]
    [InlineData(0, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3_600, "1 h")]
    [InlineData(5_430, "1 h 30 min")]
    [InlineData(86_400 * 2 + 3_600 * 3, "2 d 3 h")]
    public void Span_HasTwoUnitsAtMost(int seconds, string text) => Assert.Equal(text, Words.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(Status.Up, false, "Up")]
    [InlineData(Status.Down, false, "Down")]
    [InlineData(Status.Unknown, false, "Unknown")]
    [InlineData(Status.Unknown, true, "Paused")]
    public void Status_HasAWord(Status status, bool paused, string word) => Assert.Equal(word, Shown.Word(status, paused));
}
