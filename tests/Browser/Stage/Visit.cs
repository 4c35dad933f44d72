using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Hale.Browser.Tests.Stage;

/// <summary>A visitor on a page, who notices every fault on the console and every request that leaves the hub.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly string[] Refusals = ["status of 400", "status of 409", "status of 412", "status of 422"];

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<string> _foreign = new();

    internal Visit(IBrowserContext context, IPage page, Uri hub)
    {
        (_context, Page) = (context, page);
        page.Console += (_, line) =>
        {
            // A hub that is away on purpose is a fault to the browser, not to the page; and so is one that says no to what somebody wants kept, but not to what it is asked as
            // somebody types.
            if (line.Type is "error" && !line.Text.Contains("net::ERR_", StringComparison.Ordinal) && !line.Text.Contains("WebSocket", StringComparison.Ordinal)
                && !(Refusals.Any(line.Text.Contains) && line.Location.Contains("/api/", StringComparison.Ordinal)
                    && !line.Location.Contains("dry_run", StringComparison.Ordinal)))
                _faults.Enqueue(line.Text);
        };
        page.PageError += (_, error) => _faults.Enqueue(error);
        page.Request += (_, request) =>
        {
            var to = new Uri(request.Url);
            if (to.Authority != hub.Authority && to.Scheme is not ("data" or "blob"))
                _foreign.Enqueue(request.Url);
        };
    }

    public IPage Page { get; }

    /// <summary>A service's tile on the overview.</summary>
    public ILocator Tile(string id) => Page.Locator($"[data-tile=\"{id}\"]");

    /// <summary>A service's row in the list.</summary>
    public ILocator Row(string id) => Page.Locator($"[data-row=\"{id}\"]");

    /// <summary>The heading of the page.</summary>
    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>Ends the visit; what went wrong unseen is a failure of the test.</summary>
    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_faults);
        Assert.Empty(_foreign);
    }
}
