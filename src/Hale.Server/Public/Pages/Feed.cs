using System.Globalization;
using System.Text;
using System.Xml;

namespace Hale.Server.Public.Pages;

/// <summary>A status page's incidents for feed readers (RFC 4287, RSS 2.0). Pure.</summary>
/// <param name="page">The page's absolute address.</param>
/// <param name="self">The feed's own.</param>
internal sealed class Feed(PageModel model, string hub, Uri page, Uri self)
{
    private const int MostEntries = 50;
    private const string AtomSpace = "http://www.w3.org/2005/Atom";

    private string Title => Shown.Legal($"{model.Page.Title}: incidents");

    /// <summary>When something changed last; without incidents the day's beginning, so that it stays the same while nothing happens.</summary>
    private DateTimeOffset Updated =>
        model.Incidents.Count > 0 ? model.Incidents.Max(incident => incident.Changed) : new(model.At.UtcDateTime.Date, TimeSpan.Zero);

    public string Atom() => Write(xml =>
    {
        xml.WriteStartElement("feed", AtomSpace);
        xml.WriteElementString("id", $"urn:uuid:{new Incident(model.Page.Id, "", default, DateTimeOffset.UnixEpoch, null, default).Id(hub)}");
        xml.WriteElementString("title", Title);
        xml.WriteElementString("updated", Rfc3339(Updated));
        Link(xml, "self", "application/atom+xml", self);
        Link(xml, "alternate", "text/html", page);
        xml.WriteStartElement("author");
        xml.WriteElementString("name", Shown.Legal(model.Page.Title));
        xml.WriteEndElement();
        foreach (var incident in model.Incidents.Take(MostEntries))
        {
            xml.WriteStartElement("entry");
            xml.WriteElementString("id", $"urn:uuid:{incident.Id(hub)}");
            xml.WriteElementString("title", Shown.Legal(incident.Title()));
            xml.WriteElementString("published", Rfc3339(incident.From));
            xml.WriteElementString("updated", Rfc3339(incident.Changed));
            Link(xml, "alternate", "text/html", page);
            xml.WriteElementString("summary", Shown.Legal(Summary(incident)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public string Rss() => Write(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, AtomSpace);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", Title);
        xml.WriteElementString("link", page.AbsoluteUri);
        xml.WriteElementString("description", Shown.Legal(model.Page.Description ?? model.Page.Title));
        xml.WriteElementString("lastBuildDate", Rfc822(Updated));
        xml.WriteStartElement("atom", "link", AtomSpace);
        xml.WriteAttributeString("rel", "self");
        xml.WriteAttributeString("type", "application/rss+xml");
        xml.WriteAttributeString("href", self.AbsoluteUri);
        xml.WriteEndElement();
        foreach (var incident in model.Incidents.Take(MostEntries))
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", Shown.Legal(incident.Title()));
            xml.WriteElementString("link", page.AbsoluteUri);
            xml.WriteStartElement("guid");
            xml.WriteAttributeString("isPermaLink", "false");
            xml.WriteString($"urn:uuid:{incident.Id(hub)}");
            xml.WriteEndElement();
            xml.WriteElementString("pubDate", Rfc822(incident.From));
            xml.WriteElementString("description", Shown.Legal(Summary(incident)));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    private static string Summary(Incident incident)
    {
        var end = incident.To is { } to ? $"until {Shown.Day(to)}, {Shown.Time(to)} UTC" : "not over yet";
        return $"Since {Shown.Day(incident.From)}, {Shown.Time(incident.From)} UTC; {end}.";
    }

    private static void Link(XmlWriter xml, string rel, string type, Uri to)
    {
        xml.WriteStartElement("link");
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", to.AbsoluteUri);
        xml.WriteEndElement();
    }

    private static string Write(Action<XmlWriter> write)
    {
        var text = new Utf8Text();
        using (var xml = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n" }))
            write(xml);
        return text.ToString();
    }

    private static string Rfc3339(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Rfc822(DateTimeOffset at) => at.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture);

    /// <summary>A text that says of itself in its declaration what it is sent as.</summary>
    private sealed class Utf8Text() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;
    }
}
