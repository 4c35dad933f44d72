using Microsoft.Playwright;

namespace Hale.Browser.Tests.Stage;

/// <summary>Time as a page has it: what it must show within a second is held against its own clock, however slow the machine.</summary>
public static class PageTime
{
    // The hub gathers what happens for a tenth of a second before it tells; the rest is the page's.
    private const int OfASecond = 900;

    /// <summary>Puts the page's clock in the test's hand, and counts the messages that it hears. Before it goes anywhere.</summary>
    public static async Task TakeTimeAsync(this IPage page)
    {
        await page.Clock.InstallAsync();
        await page.AddInitScriptAsync(
            """
            window.heard = [];
            window.WebSocket = class extends WebSocket {
                constructor(...where) {
                    super(...where);
                    this.addEventListener('message', (message) => window.heard.push(message.data));
                }
            };
            """);
    }

    /// <summary>Has the page's time stand still, a moment from now: that moment must not have passed when the browser hears of it.</summary>
    public static async Task HoldTimeAsync(this IPage page)
    {
        for (var ahead = 100; ; ahead *= 2)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("Date.now()") + ahead);
            try
            {
                await page.Clock.PauseAtAsync(at.UtcDateTime);
                return;
            }
            catch (PlaywrightException past) when (past.Message.Contains("to the past", StringComparison.Ordinal))
            {
                // It took longer than that to say so.
            }
        }
    }

    /// <summary>Does something that the hub tells of, and lets pass on the page what a second leaves it once it has heard of it; then the page's time stands still.</summary>
    /// <param name="told">What stands in the message that tells of it.</param>
    public static async Task ASecondAfterAsync(this IPage page, Func<Task> act, string told)
    {
        await page.HoldTimeAsync();
        await page.EvaluateAsync("() => { window.heard = []; }");
        await act();
        while (!await page.EvaluateAsync<bool>("told => window.heard.some((message) => message.includes(told))", told))
        {
            // Asking takes long enough.
        }

        await page.Clock.RunForAsync(OfASecond);
    }
}
