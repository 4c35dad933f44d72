using System.Diagnostics.CodeAnalysis;
using Hale.Client;
using Hale.Monitoring.Specs;
using Hale.Server.Series;

namespace Hale.Server.Api;

/// <summary>Samples of metrics: what others send, and the last one of every series.</summary>
internal static class SampleRoutes
{
    // Longer operators first.
    private static readonly (string Sign, MatchKind Kind)[] Signs =
        [("=~", MatchKind.Like), ("!~", MatchKind.NotLike), ("!=", MatchKind.NotEqual), ("=", MatchKind.Equal)];

    public static void MapSamples(this IEndpointRouteBuilder routes)
    {
        var metrics = routes.MapGroup("/api/metrics").WithTags("metrics");
        metrics.MapGet("", List).Returns<Page<MetricView>>().WithSummary("The last sample of every series, by name; filters: name, label=k=v, label=k=~pattern");
        metrics.MapPost("", Take).TakesBody<SamplesDraft>().Returns<AcceptedView>().WithSummary("Keep samples; all of them or none");
    }

    private static async Task<IResult> Take(HttpContext http, SeriesBook book, SeriesOptions options, TimeProvider time)
    {
        var (body, refusal) = await Body.ReadAsync(http);
        if (body is null)
            return refusal!.Answered;
        var problems = new Problems();
        var samples = SampleReader.Read(body, time.GetUtcNow(), options.Keep, problems);
        if (!problems.None)
            return Answer.Invalid(problems.All);
        if (!book.HasRoom(samples.Select(each => each.Name)))
            return Answer.Conflict($"There are {book.Count} series; allowed: at most {options.MaxSeries} (hub.max_series). None of these samples was kept.");
        if (samples.Count(each => !book.Take(each.Name, each.Sample)) is > 0 and var lost)
        {
            http.Response.Headers.RetryAfter = "5";
            return Answer.Problem(StatusCodes.Status503ServiceUnavailable, $"{lost} of {samples.Count} samples could not be kept: too many wait to be written. Send all again.");
        }

        await book.WrittenAsync().WaitAsync(http.RequestAborted);
        return Results.Json(new AcceptedView(true), WireJson.Plain.AcceptedView);
    }

    private static IResult List(HttpRequest request, SeriesBook book)
    {
        if (!TryMatchers(request, out var matchers, out var problem) || !Paging.TryRead(request, "metrics", out var paging, out problem))
            return problem;
        return Results.Json(paging.Cut(book.Find(matchers), each => each.Name.Text, View), WireJson.Plain.PageMetricView);
    }

    private static MetricView View((SeriesName Name, Measure Last) series) => new(
        series.Name.Metric, series.Name.Labels.ToDictionary(label => label.Name, label => label.Value), Number(series.Last.Value) is null ? Word(series.Last.Value) : null,
        Number(series.Last.Value), series.Last.Time);

    private static double? Number(double value) => double.IsFinite(value) ? value : null;

    private static string Word(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";

    private static bool TryMatchers(HttpRequest request, out List<Matcher> matchers, [NotNullWhen(false)] out IResult? problem)
    {
        matchers = [];
        problem = null;
        if (request.Query.TryGetValue("name", out var name))
            matchers.Add(Matcher.Is(SeriesName.MetricLabel, name.ToString()));
        foreach (var asked in request.Query["label"].OfType<string>())
        {
            var place = asked.AsSpan().IndexOfAny('=', '!');
            var (sign, kind) = place > 0 ? Signs.FirstOrDefault(each => asked.AsSpan(place).StartsWith(each.Sign, StringComparison.Ordinal)) : default;
            if (sign is null)
                problem = Answer.BadQuery("label", $"found \"{asked}\"; allowed: a name, one of = != =~ !~, and a value");
            else if (Matcher.TryMake(asked[..place], kind, asked[(place + sign.Length)..], out var wrong) is { } matcher)
                matchers.Add(matcher);
            else
                problem = Answer.BadQuery("label", wrong!);
            if (problem is not null)
                return false;
        }

        return true;
    }
}
