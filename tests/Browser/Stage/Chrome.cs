using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Hale.Browser.Tests.Stage.Chrome))]

namespace Hale.Browser.Tests.Stage;

/// <summary>One Chromium for all tests; each test gets a context of its own, with nothing remembered.</summary>
public sealed class Chrome : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _driver;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            throw new InvalidOperationException($"{Program} is missing; install the package chromium.");
        // The usual five seconds are little where the machine has much else to do; what never comes is found out just the same.
        Assertions.SetDefaultExpectTimeout(20_000);
        _driver = await Playwright.CreateAsync();
        _browser = await _driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>Opens a page of the hub.</summary>
    /// <param name="prepare">Done with the page before it goes anywhere.</param>
    public async Task<Visit> OpenAsync(RunningHub hub, string path, Look? look = null, Func<IPage, Task>? prepare = null)
    {
        look ??= new();
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = hub.Address.ToString(),
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        var visit = new Visit(context, await context.NewPageAsync(), hub.Address);
        if (prepare is not null)
            await prepare(visit.Page);
        await visit.Page.GotoAsync(path);
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _driver?.Dispose();
    }
}

/// <summary>What a visitor's screen is like.</summary>
public sealed record Look(bool Dark = false, int Width = 1440, int Height = 960);
