using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hale.Server.Public.Pages;

/// <summary>Writes a status page: no script, no style of its own, nothing from elsewhere. Pure.</summary>
internal sealed class PageHtml
{
    private const string Sprite =
        """
        <svg class="sprite" aria-hidden="true"><defs>
        <symbol id="up" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="M4.6 8.3l2.3 2.3 4.5-4.9"/></symbol>
        <symbol id="degraded" viewBox="0 0 16 16"><path class="solid" d="M8 1.2L15.4 14.4H.6z"/><path d="M8 6v4M8 12.2v.1"/></symbol>
        <symbol id="down" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2"/></symbol>
        <symbol id="unknown" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="M5 8h6"/></symbol>
        </defs></svg>

        """;

    private readonly StringBuilder _html = new();

    private PageHtml()
    {
    }

    public static string Write(PageModel model)
    {
        var page = new PageHtml();
        page.Begin($"{model.Page.Title}: {model.Sentence()}", model.Page);
        page.Summary(model);
        foreach (var group in model.Groups)
            page.Services(group, model.Days);
        page.Incidents(model);
        page.End(model);
        return page._html.ToString();
    }

    /// <summary>The page for a slug that nobody declared.</summary>
    public static string Missing()
    {
        var page = new PageHtml();
        page.Begin("No such status page", null);
        page.Add("<main><h1>No such status page</h1><p class=\"lead\">Nothing is published under this address.</p></main></body></html>\n");
        return page._html.ToString();
    }

    private void Begin(string title, Registry.StatusPageSpec? page)
    {
        Add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        Add($"<meta name=\"color-scheme\" content=\"light dark\"><title>{Shown.Escape(title)}</title>\n");
        Add($"<link rel=\"stylesheet\" href=\"{StatusPages.StyleAddress}\"><link rel=\"icon\" type=\"image/svg+xml\" href=\"/status-page/icon.svg\">\n");
        if (page is not null)
        {
            Add($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Incidents (Atom)\" href=\"/status-page/{page.Id}/feed.atom\">\n");
            Add($"<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Incidents (RSS)\" href=\"/status-page/{page.Id}/feed.rss\">\n");
        }

        Add("</head><body>\n");
    }

    private void Summary(PageModel model)
    {
        var overall = Words.Of(model.Overall());
        Add(Sprite);
        Add($"<header><h1>{Shown.Escape(model.Page.Title)}</h1>\n");
        if (model.Page.Description is { } description)
            Add($"<p class=\"lead\">{Shown.Escape(description)}</p>\n");
        Add($"<p class=\"overall {overall}\">{Icon(overall)}<strong>{model.Sentence()}</strong></p></header>\n<main>\n");
    }

    private void Services(Group group, int days)
    {
        Add($"<section><h2>{Shown.Escape(group.Name)}</h2>\n<ul class=\"services\">\n");
        foreach (var line in group.Lines)
        {
            var status = Words.Of(line.Status);
            Add($"<li><div class=\"head\"><h3>{Shown.Escape(line.Name)}</h3>");
            Add($"<span class=\"status {status}\">{Icon(status)}{Shown.Word(line.Status, line.Paused)}</span></div>\n<ol class=\"bars\">");
            foreach (var bar in line.Bars)
                Add($"<li class=\"{ClassOf(bar)}\"><span>{bar.Text()}</span></li>");
            var uptime = line.Percent is null ? "no data" : $"{Shown.Percent(line.Percent)} uptime";
            Add($"</ol>\n<p class=\"scale\"><span>{days} days ago</span><span>{uptime}</span><span>today</span></p></li>\n");
        }

        Add("</ul></section>\n");
    }

    private void Incidents(PageModel model)
    {
        Add("<section><h2>Incidents of the last 14 days</h2>\n");
        if (model.Incidents.Count == 0)
            Add("<p class=\"none\">None.</p>\n");
        foreach (var day in model.Incidents.GroupBy(incident => incident.From.UtcDateTime.Date))
        {
            Add($"<h3 class=\"day\">{Shown.Day(new(day.Key, TimeSpan.Zero))}</h3>\n<ul class=\"incidents\">\n");
            foreach (var incident in day)
                Incident(incident, model.At);
            Add("</ul>\n");
        }

        if (model.MoreIncidents > 0)
            Add($"<p class=\"none\">{model.MoreIncidents} older {(model.MoreIncidents == 1 ? "one is" : "ones are")} not shown.</p>\n");
        Add("</section>\n");
    }

    private void Incident(Incident incident, DateTimeOffset now)
    {
        var status = Words.Of(incident.Worst);
        var (from, sameDay) = (Moment(incident.From, true), incident.To?.UtcDateTime.Date == incident.From.UtcDateTime.Date);
        var when = incident.To switch
        {
            null => $"since {from} UTC",
            { } to when sameDay && Shown.Time(to) == Shown.Time(incident.From) => $"{from} UTC",
            { } to => $"{from} to {Moment(to, sameDay)} UTC",
        };
        Add($"<li>{Icon(status, status)}<span><b>{Shown.Escape(incident.Text(now))}</b> <span class=\"when\">{when}</span></span></li>\n");
    }

    private void End(PageModel model)
    {
        Add($"</main>\n<footer><p>Updated <time datetime=\"{model.At.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}\">{Shown.Day(model.At)}, {Shown.Time(model.At)} UTC</time>.");
        Add(" Days are those of UTC.</p>\n");
        Add($"<p><a href=\"/status-page/{model.Page.Id}/feed.atom\">Atom</a> <a href=\"/status-page/{model.Page.Id}/feed.rss\">RSS</a></p></footer>\n</body></html>\n");
    }

    private static string Moment(DateTimeOffset at, bool sameDay) =>
        $"<time datetime=\"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\">{(sameDay ? "" : $"{Shown.Day(at)}, ")}{Shown.Time(at)}</time>";

    private static string Icon(string status, string? tint = null) =>
        $"<svg class=\"icon {tint}\" aria-hidden=\"true\"><use href=\"#{status}\"/></svg>";

    private static string ClassOf(Bar bar)
    {
        var level = bar.Level switch
        {
            Level.Maintenance => "m",
            Level.Up => "u",
            Level.Degraded => "g",
            Level.Partial => "p",
            Level.Down => "d",
            _ => "n",
        };
        return bar.Days == 1 ? level : $"{level} s{bar.Days}";
    }

    private void Add(string text) => _html.Append(text);

    private void Add(ref DefaultInterpolatedStringHandler text) => _html.Append(string.Create(CultureInfo.InvariantCulture, ref text));
}
