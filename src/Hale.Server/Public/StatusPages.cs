using Hale.Server.Live;
using Hale.Server.Public.Pages;
using Hale.Server.Registry;

namespace Hale.Server.Public;

/// <summary>The pages for the public. Each is made at most once in ten seconds, however many look at it.</summary>
internal sealed class StatusPages(Registrar registry, Board board, History.History history, HubIdentity hub, TimeProvider time)
{
    private const int MostKept = 1_000;

    private readonly Survey _survey = new(registry, board, history, time);
    private readonly Kept<(PageModel Model, Document Html)> _pages = new(time, TimeSpan.FromSeconds(10), MostKept);

    /// <summary>The style of all pages.</summary>
    public static Document Style { get; } = Document.Css(StyleSheet.Text());

    /// <summary>Where the style is; another one is elsewhere, so that it may be kept for ever.</summary>
    public static string StyleAddress { get; } = $"/status-page/style.css?v={Style.Etag.Trim('"')}";

    /// <summary>The pages' sign in a browser's tab.</summary>
    public static Document Icon { get; } = Document.Svg(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#15803d"/>
        <path d="M6 17h5l3-8 4 14 3-6h5" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>

        """);

    /// <summary>What a browser sees where no page is.</summary>
    public static Document Missing { get; } = Document.Html(PageHtml.Missing());

    /// <summary>A page; null when nobody declared it.</summary>
    public async Task<Document?> HtmlAsync(string id) => await FindAsync(id) is var (_, html) ? html : null;

    /// <summary>Its incidents as Atom.</summary>
    /// <param name="root">The hub's address as the reader knows it.</param>
    public async Task<Document?> AtomAsync(string id, Uri root) =>
        await FindAsync(id) is var (model, _) ? Document.Atom(FeedOf(model, root, "feed.atom").Atom()) : null;

    /// <summary>Its incidents as RSS.</summary>
    /// <param name="root">The hub's address as the reader knows it.</param>
    public async Task<Document?> RssAsync(string id, Uri root) =>
        await FindAsync(id) is var (model, _) ? Document.Rss(FeedOf(model, root, "feed.rss").Rss()) : null;

    private Feed FeedOf(PageModel model, Uri root, string name) =>
        new(model, hub.Id, new(root, $"/status-page/{model.Page.Id}"), new(root, $"/status-page/{model.Page.Id}/{name}"));

    private async Task<(PageModel Model, Document Html)?> FindAsync(string id) => registry.Now.StatusPages.TryGetValue(id, out var page)
        ? await _pages.GetAsync(id, page, async () =>
        {
            var model = await _survey.MakeAsync(page);
            return (model, Document.Html(PageHtml.Write(model)));
        })
        : null;
}
