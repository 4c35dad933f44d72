using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Hale.Client;
using Hale.Monitoring.Specs;
using Hale.Server.History;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Questions about the past of services, targets and projects.</summary>
internal static class PastRoutes
{
    // Of each step of a project all that was seen is held until the last of its services was read.
    private const int MostPointsOfMany = 1_000;

    // The rows of a tall screen; and a line of the request that every proxy lets through.
    private const int MostStrips = 100;

    private const int MostSlots = 366;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_660);

    public static void MapPast(this IEndpointRouteBuilder routes)
    {
        MapOne(routes.MapGroup("/api/services/{id}").WithTags("services"), OfService);
        MapOne(routes.MapGroup("/api/projects/{id}/targets/{target}").WithTags("targets"), OfTarget);
        MapProject(routes.MapGroup("/api/projects/{id}").WithTags("projects"));
        routes.MapGet("/api/uptime", StripsOf).WithTags("services").Returns<UptimeStripsView>().WithSummary("How each of some services stood, in slots of equal length");
    }

    private static void MapOne(RouteGroupBuilder routes, Finder find)
    {
        routes.MapGet("/history", (HttpContext http, Registrar registry, History.History history, TimeProvider time) =>
            About(http, registry, find, subject => HistoryOf(http, time, TimeQuery.MostPoints, (from, to, points) =>
                history.PointsAsync(subject.Key, from, to, points, http.RequestAborted)))).Returns<HistoryView>().WithSummary("Latency, checks, failures and status over time");
        routes.MapGet("/events", (HttpContext http, Registrar registry, History.History history) =>
            About(http, registry, find, subject => EventsOf(http, history, subject.Key, [subject.Key], named: false)))
            .Returns<Page<EventView>>().WithSummary("Changes of status, newest first");
        routes.MapGet("/evidence", (HttpContext http, Registrar registry, History.History history) =>
            About(http, registry, find, subject => EvidenceOf(http, history, subject.Key))).Returns<Page<EvidenceView>>().WithSummary("What failed checks saw, newest first");
        routes.MapGet("/uptime", (HttpContext http, Registrar registry, History.History history, TimeProvider time) =>
            About(http, registry, find, subject => UptimeOf(http, history, time, subject)))
            .Returns<UptimeView>().WithSummary("How long it was in which status; by=version parts it by versions");
        routes.MapGet("/trend", (HttpContext http, Registrar registry, History.History history, TimeProvider time) =>
            About(http, registry, find, subject => TrendOf(http, history, time, subject)))
            .Returns<TrendView>().WithSummary("A window beside the one before it, and whether latency rises");
    }

    private static void MapProject(RouteGroupBuilder project)
    {
        project.MapGet("/history", (string id, HttpContext http, Registrar registry, History.History history, TimeProvider time) =>
            Members(registry, id) is { } members
                ? HistoryOf(http, time, MostPointsOfMany, (from, to, points) =>
                    history.PointsAsync([.. members.Select(each => each.Key)], from, to, points, http.RequestAborted))
                : NotFound("project", id)).Returns<HistoryView>().WithSummary("Latency, checks, failures and status of all services together");
        project.MapGet("/events", (string id, HttpContext http, Registrar registry, History.History history) =>
            Members(registry, id) is { } members ? EventsOf(http, history, id, [.. members.Select(each => each.Key)], named: true) : NotFound("project", id))
            .Returns<Page<EventView>>().WithSummary("Changes of status of a project's services, newest first");
        project.MapGet("/uptime", (string id, HttpContext http, Registrar registry, History.History history, TimeProvider time) =>
            Members(registry, id) is { } members ? UptimeOfMany(http, history, time, members, [.. registry.Now.TargetsOf(id)]) : NotFound("project", id))
            .Returns<UptimeView>().WithSummary("How long a project was healthy, degraded and unhealthy; by=deployment tells each of its targets beside");
    }

    private static Task<IResult> About(HttpContext http, Registrar registry, Finder find, Func<Subject, Task<IResult>> answer)
    {
        var (kind, name, subject) = find(registry.Now, http.Request.RouteValues);
        return subject is null ? NotFound(kind, name) : answer(subject);
    }

    private static Found OfService(RegistrySnapshot now, RouteValueDictionary values)
    {
        var id = values["id"]!.ToString()!;
        return new("service", id, now.Services.TryGetValue(id, out var service) ? Of(now, service) : null);
    }

    private static Found OfTarget(RegistrySnapshot now, RouteValueDictionary values)
    {
        var key = $"{values["id"]}:{values["target"]}";
        return new("target", key, now.Targets.TryGetValue(key, out var target) ? Of(target) : null);
    }

    private static Subject[]? Members(Registrar registry, string project) =>
        registry.Now is var now && now.Projects.ContainsKey(project) ? [.. now.ServicesOf(project).Select(service => Of(now, service))] : null;

    private static Subject Of(RegistrySnapshot now, ServiceSpec service) =>
        new(service.Id, service.Declared.CreatedAt) { Critical = service.Critical, StandsOn = now.StandsOn(service) };

    private static Subject Of(TargetSpec target) => new(target.Key, target.Declared.CreatedAt);

    private static async Task<IResult> HistoryOf(
        HttpContext http, TimeProvider time, int most, Func<DateTimeOffset, DateTimeOffset, int, Task<Points>> ask)
    {
        if (!TimeQuery.TryRead(http.Request, time.GetUtcNow(), out var from, out var to, out var problem) || !TimeQuery.TryPoints(http.Request, most, out var points, out problem))
            return problem;
        return Results.Json(Views.History(await ask(from, to, points)), WireJson.Plain.HistoryView);
    }

    private static async Task<IResult> EventsOf(HttpContext http, History.History history, string name, IReadOnlyList<string> keys, bool named)
    {
        if (!Paging.TryRead(http.Request, $"events {name}", out var paging, out var problem))
            return problem;
        if (!paging.TryPlace(out var before, out problem))
            return problem;
        var events = await history.EventsAsync(keys, before, paging.Limit + 1, http.RequestAborted);
        var shown = events.Take(paging.Limit).ToArray();
        return Results.Json(
            new Page<EventView>(
                [.. shown.Select(each => Views.Event(each.Event) with { ServiceId = named ? each.Event.Key : null })],
                events.Count > shown.Length ? paging.Encode($"{shown[^1].Place}") : null),
            WireJson.Plain.PageEventView);
    }

    private static async Task<IResult> EvidenceOf(HttpContext http, History.History history, string key)
    {
        if (!Paging.TryRead(http.Request, $"evidence {key}", out var paging, out var problem))
            return problem;
        if (!paging.TryPlace(out var before, out problem))
            return problem;
        var kept = await history.EvidenceAsync(key, before, paging.Limit + 1, http.RequestAborted);
        var shown = kept.Take(paging.Limit).ToArray();
        return Results.Json(
            new Page<EvidenceView>(
                [.. shown.Select(each => each.Evidence).OfType<Evidence>().Select(Views.Evidence)], kept.Count > shown.Length ? paging.Encode($"{shown[^1].Place}") : null),
            WireJson.Plain.PageEvidenceView);
    }

    private static async Task<IResult> UptimeOf(HttpContext http, History.History history, TimeProvider time, Subject subject)
    {
        if (!TryWindow(http.Request, time.GetUtcNow(), "24h", out var from, out var to, out var problem))
            return problem;
        if (!TryBy(http.Request, "version", out var parted, out problem))
            return problem;
        var uptime = Views.Uptime(to - from, await history.UptimeAsync(subject, from, to, http.RequestAborted));
        if (parted)
            uptime = uptime with { Versions = [.. (await history.VersionsAsync(subject, from, to, http.RequestAborted)).Select(Views.Uptime)] };
        return Results.Json(uptime, WireJson.Plain.UptimeView);
    }

    private static async Task<IResult> UptimeOfMany(
        HttpContext http, History.History history, TimeProvider time, Subject[] members, TargetSpec[] targets)
    {
        if (!TryWindow(http.Request, time.GetUtcNow(), "24h", out var from, out var to, out var problem) || !TryBy(http.Request, "deployment", out var parted, out problem))
            return problem;
        var uptime = Views.Uptime(to - from, await history.UptimeAsync(members, from, to, http.RequestAborted));
        if (parted)
            uptime = uptime with { Deployments = [.. targets.Zip(await history.UptimesAsync([.. targets.Select(Of)], from, to, http.RequestAborted), Views.Uptime)] };
        return Results.Json(uptime, WireJson.Plain.UptimeView);
    }

    private static async Task<IResult> StripsOf(HttpContext http, Registrar registry, History.History history, TimeProvider time)
    {
        var ids = http.Request.Query["ids"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length is 0 or > MostStrips)
            return Answer.BadQuery("ids", $"found {ids.Length}; allowed: 1 to {MostStrips}, with commas between");
        var slots = 24;
        if (http.Request.Query.TryGetValue("slots", out var given)
            && (!int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out slots) || slots is < 1 or > MostSlots))
            return Answer.BadQuery("slots", $"found \"{given}\"; allowed: a whole number from 1 to {MostSlots}");
        if (!TryWindow(http.Request, time.GetUtcNow(), "24h", out var from, out var to, out var problem))
            return problem;
        var now = registry.Now;
        Subject[] known = [.. ids.Where(now.Services.ContainsKey).Select(id => new Subject(id, now.Services[id].Declared.CreatedAt))];
        var strips = await history.StripsAsync(known, from, to, slots, http.RequestAborted);
        return Results.Json(new UptimeStripsView(from, to, (to - from).TotalSeconds / slots, [.. strips.Select(Views.Strip)]), WireJson.Plain.UptimeStripsView);
    }

    private static async Task<IResult> TrendOf(HttpContext http, History.History history, TimeProvider time, Subject subject) =>
        TryWindow(http.Request, time.GetUtcNow(), "7d", out var from, out var to, out var problem)
            ? Results.Json(Views.Trend(await history.TrendAsync(subject, from, to, http.RequestAborted)), WireJson.Plain.TrendView)
            : problem;

    /// <summary><c>?window=</c>, back from now, or <c>?from=</c> and <c>?to=</c>.</summary>
    private static bool TryWindow(
        HttpRequest request, DateTimeOffset now, string usual, out DateTimeOffset from, out DateTimeOffset to, [NotNullWhen(false)] out IResult? problem)
    {
        if (!request.Query.ContainsKey("window") && (request.Query.ContainsKey("from") || request.Query.ContainsKey("to")))
        {
            if (TimeQuery.TryRead(request, now, out from, out to, out problem) && to - from > Longest)
                problem = Answer.BadQuery("from", $"found {Durations.Format(to - from)} before to; allowed: {Durations.Format(Longest)} at most");
            return problem is null;
        }

        (from, to, problem) = (now, now, null);
        var window = request.Query.TryGetValue("window", out var given) ? given.ToString() : usual;
        if (request.Query.ContainsKey("from") || request.Query.ContainsKey("to"))
            problem = Answer.BadQuery("window", "found beside from or to; allowed: either window, or from and to");
        else if (!Durations.TryParse(window, out var length) || length <= TimeSpan.Zero || length > Longest)
            problem = Answer.BadQuery("window", $"found \"{window}\"; allowed: a duration such as 24h or 30d");
        else
            from = now - length;
        return problem is null;
    }

    /// <summary><c>?by=</c>: whether the answer is to be parted by the one thing that it can be parted by.</summary>
    private static bool TryBy(HttpRequest request, string allowed, out bool parted, [NotNullWhen(false)] out IResult? problem)
    {
        parted = request.Query.TryGetValue("by", out var by);
        problem = parted && by != allowed ? Answer.BadQuery("by", $"found \"{by}\"; allowed: {allowed}") : null;
        return problem is null;
    }

    private static Task<IResult> NotFound(string kind, string name) => Task.FromResult(Answer.NotFound(kind, name));

    /// <summary>Whom a route's values name.</summary>
    private delegate Found Finder(RegistrySnapshot now, RouteValueDictionary values);

    /// <param name="Subject">Null when there is none of this name.</param>
    private sealed record Found(string Kind, string Name, Subject? Subject);
}
