using System.Globalization;
using Hale.Server.Live;

namespace Hale.Server.Api;

/// <summary>The live stream as WebSocket and as Server-Sent Events (contract, section 6).</summary>
internal static class LiveRoutes
{
    /// <summary>Streams open at once; beyond them a reader is sent away.</summary>
    public const int MostStreams = 2_000;

    public static void MapLive(this IEndpointRouteBuilder routes, int most = MostStreams)
    {
        var doors = new LiveDoors(routes.ServiceProvider.GetRequiredService<LiveFeed>(), routes.ServiceProvider.GetRequiredService<ILiveState>(), most);
        // A browser that came by HTTP/2 opens its socket on the same connection, with CONNECT (RFC 8441), and does not fall back to HTTP/1.1.
        routes.MapMethods("/ws/health", [HttpMethods.Get, HttpMethods.Connect], doors.SocketAsync).ExcludeFromDescription();
        routes.MapGet("/sse/health", doors.EventsAsync).ExcludeFromDescription();
    }

    /// <summary>Both doors of the stream and how many have come in.</summary>
    private sealed class LiveDoors(LiveFeed feed, ILiveState state, int most)
    {
        private int _open;

        public Task SocketAsync(HttpContext http) => http.WebSockets.IsWebSocketRequest
            ? EnterAsync(http, http.Request.Query["since"].ToString(), seat => LiveSocket.RunAsync(http, seat))
            : Answer.WriteAsync(
                http, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket; the same stream as Server-Sent Events is at /sse/health.");

        public Task EventsAsync(HttpContext http)
        {
            // A browser that reconnects says in this header where it was; its URL still says where it once began.
            var last = http.Request.Headers["Last-Event-ID"].ToString();
            return EnterAsync(http, last.Length > 0 ? last : http.Request.Query["since"].ToString(), seat => LiveEvents.RunAsync(http, seat));
        }

        private async Task EnterAsync(HttpContext http, string since, Func<LiveSeat, Task> run)
        {
            long? last = null;
            if (since.Length > 0)
            {
                if (!IsWhole(since))
                {
                    await Answer.BadQuery("since", $"found \"{since}\"; allowed: the seq of a frame, a whole number").ExecuteAsync(http);
                    return;
                }

                // One beyond every number there can be is from the future.
                last = long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
            }

            if (!http.TryFlag("results", otherwise: false, out var results, out var problem))
            {
                await problem.ExecuteAsync(http);
                return;
            }

            try
            {
                if (Interlocked.Increment(ref _open) > most)
                {
                    http.Response.Headers.RetryAfter = "5";
                    await Answer.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, $"{most} streams are open; no more are served.");
                    return;
                }

                using var seat = feed.Join(new(Given(http, "project"), Given(http, "service"), results), last, state.Snapshot);
                await run(seat);
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }

        private static bool IsWhole(string text) => text.AsSpan(text[0] == '-' && text.Length > 1 ? 1 : 0).IndexOfAnyExceptInRange('0', '9') < 0;

        private static string? Given(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
    }
}
