using System.Globalization;
using System.Text;
using Hale.Client;
using Hale.Monitoring.Specs;
using Hale.Server.Access;
using Hale.Server.Heartbeats;
using Hale.Server.Live;
using Hale.Server.Registry;
using Microsoft.AspNetCore.Authorization;

namespace Hale.Server.Api;

/// <summary>The calls of services that call by themselves. Who has the token may call, from anywhere, and needs no other.</summary>
internal static class HeartbeatRoutes
{
    private const string Place = "/api/heartbeat/{token}";

    private static readonly string[] Methods = ["GET", "POST", "HEAD"];

    private static readonly Dictionary<string, BeatKind> Words = new(StringComparer.Ordinal)
    {
        ["start"] = BeatKind.Start,
        ["fail"] = BeatKind.Fail,
        ["log"] = BeatKind.Log,
    };

    public static void MapHeartbeats(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Place, Methods, (string token, HttpContext http, Heartbeats.Heartbeats beats, Attempts attempts) =>
            Take(token, "0", http, beats, attempts, statusTold: false)).WithTags("heartbeats").WithSummary("A job has run, and well").WithMetadata(new AllowAnonymousAttribute());
        routes.MapMethods(Place + "/{what}", Methods, (string token, string what, HttpContext http, Heartbeats.Heartbeats beats, Attempts attempts) =>
            Take(token, what, http, beats, attempts, statusTold: true)).WithTags("heartbeats")
            .WithSummary("A job begins (start), has failed (fail), says something (log), or has ended with an exit status (0 to 255)").WithMetadata(new AllowAnonymousAttribute());
        var services = routes.MapGroup("/api/services").WithTags("services");
        services.MapGet("/{id}/beats", Beats).Returns<Page<BeatView>>().WithSummary("The newest calls of a heartbeat with what they brought along");
        services.MapPost("/{id}/report", Report).TakesBody<ComponentReport>().Returns<AcceptedView>().WithSummary("An application reports on one of its components");
        services.MapPost("/{id}/heartbeat", MakeToken).Returns<HeartbeatUrlView>()
            .WithSummary("Makes a new token for a heartbeat that has none of its own; the one before is good no more");
    }

    /// <summary>Where a service is to call, as the caller reaches this hub.</summary>
    public static string Url(HttpContext http, string token) => $"{http.Request.Scheme}://{http.Request.Host}/api/heartbeat/{token}";

    private static async Task<IResult> Take(
        string token, string what, HttpContext http, Heartbeats.Heartbeats beats, Attempts attempts, bool statusTold)
    {
        var address = http.Connection.RemoteIpAddress;
        var services = beats.Known(token);
        if (services.Count == 0)
        {
            // Guessing is made slow; a token that is known is never held up by it.
            if (attempts.MustWait(address) is { } wait)
            {
                await http.TooManyAsync(wait);
                return Results.Empty;
            }

            attempts.Failed(address);
            return Answer.Problem(StatusCodes.Status404NotFound, "There is no heartbeat with this token.");
        }

        int? status = null;
        if (!Words.TryGetValue(what, out var kind))
        {
            if (!byte.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
                return Answer.Problem(StatusCodes.Status404NotFound, $"found \"{what}\"; allowed: start, fail, log, or an exit status from 0 to 255");
            (kind, status) = (code == 0 ? BeatKind.Success : BeatKind.Fail, statusTold ? code : null);
        }

        var body = await BodyAsync(http);
        try
        {
            foreach (var service in services)
                await beats.TakeAsync(service, kind, status, body, http.CorrelationId());
        }
        catch (IOException)
        {
            http.Response.Headers.RetryAfter = "5";
            return Answer.Problem(StatusCodes.Status503ServiceUnavailable, "The heartbeat could not be kept; call again.");
        }

        return Results.Json(new AcceptedView(true), WireJson.Plain.AcceptedView);
    }

    /// <summary>The first part of the body as text; what is beyond is read to its end by nobody.</summary>
    private static async Task<string?> BodyAsync(HttpContext http)
    {
        var bytes = new byte[Beat.MostBody];
        var length = await http.Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, http.RequestAborted);
        if (length == 0)
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length).Replace('\0', ' ');
        return length == bytes.Length ? $"{text}\n(cut after {Beat.MostBody / 1024} kB)" : text;
    }

    private static async Task<IResult> Beats(string id, HttpContext http, Registrar registry, Heartbeats.Heartbeats beats)
    {
        if (!registry.Now.Services.TryGetValue(id, out var service))
            return Answer.NotFound("service", id);
        if (!service.Check.Options.IsPassive)
            return Answer.Conflict($"The service '{id}' is asked by the hub; it does not call.");
        var kept = await beats.BeatsAsync(id, IHeartbeatStore.Kept, http.RequestAborted);
        return Results.Json(new Page<BeatView>([.. kept.Select(Views.Beat)], null), WireJson.Plain.PageBeatView);
    }

    private static async Task<IResult> Report(string id, HttpContext http, Registrar registry, Heartbeats.Heartbeats beats, TimeProvider time)
    {
        if (!registry.Now.Services.TryGetValue(id, out var service))
            return Answer.NotFound("service", id);
        if (service.Check.Kind != "component")
            return Answer.Conflict($"The service '{id}' is no component: its check is {service.Check.Kind}.");
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        var problems = new Problems();
        if (ComponentReports.Read(body, time.GetUtcNow(), problems) is not { } seen)
            return Answer.Invalid(problems.All);
        return await beats.ReportAsync(id, seen, http.CorrelationId())
            ? Results.Json(new AcceptedView(true), WireJson.Plain.AcceptedView)
            : Answer.NotFound("service", id);
    }

    private static async Task<IResult> MakeToken(string id, HttpContext http, Registrar registry, Heartbeats.Heartbeats beats)
    {
        if (!registry.Now.Services.TryGetValue(id, out var service))
            return Answer.NotFound("service", id);
        if (!service.Check.Options.IsPassive)
            return Answer.Conflict($"The service '{id}' is asked by the hub; it does not call.");
        return await beats.MakeTokenAsync(id, anew: true, http.RequestAborted) is { } token
            ? Results.Json(new HeartbeatUrlView(Url(http, token)), WireJson.Plain.HeartbeatUrlView)
            : Answer.Conflict($"The service '{id}' has a token of its own in its definition; change it there.");
    }
}
