using System.IO.Pipelines;
using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Access;
using Hale.Server.Metrics;
using Hale.Server.Probing;

namespace Hale.Server.Api;

/// <summary>Probes for Prometheus, asked for as blackbox_exporter is.</summary>
internal static class ProbeRoutes
{
    /// <summary>A reader may look at what is watched; sending the hub to an address of one's own takes more.</summary>
    public static void MapProbe(this IEndpointRouteBuilder routes) => routes.MapGet("/probe", Probe).WithTags("metrics")
        .WithMetadata(new NeedsRole(Role.Operator)).WithSummary("Asks a target once and answers metrics, as blackbox_exporter does; debug=true for a person");

    private static async Task<IResult> Probe(HttpContext http, CheckCatalog checks, Prober prober)
    {
        if (CameFromElsewhere(http.Request))
            return Answer.Problem(StatusCodes.Status403Forbidden, "A page of another site may not send the hub to ask.");
        if (!http.TryFlag("debug", otherwise: false, out var debug, out var problem))
            return problem;
        var problems = new Problems();
        var query = http.Request.Query;
        var timeout = Patience.Read(http.Request.Headers[Patience.Header], problems);
        var question = Question.Read(checks, query["target"], query["module"], problems);
        if (question is null || !problems.None)
            return Answer.Invalid(problems.All);
        if (await prober.AskAsync(question, timeout, http.RequestAborted) is not { } probed)
            return Answer.Problem(StatusCodes.Status503ServiceUnavailable, $"{Prober.Most} probes are under way, which is the most at once; try again.");
        var open = !debug && MetricsRoutes.WantsOpenMetrics(http.Request.Headers.Accept.ToString());
        var metrics = await MetricsAsync(probed, open, http.RequestAborted);
        return debug
            ? Results.Text(Report.Of(probed, metrics), "text/plain; charset=utf-8")
            : Results.Text(metrics, open ? Exposition.OpenMetricsType : Exposition.TextType);
    }

    private static async Task<string> MetricsAsync(Probed probed, bool open, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var output = new Exposition(PipeWriter.Create(bytes), open);
        ProbeFamilies.Write(output, probed);
        await output.EndAsync(cancel);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Unlike other reading this has an effect elsewhere, and an image's address is enough to ask for it: browsers say where that came from.</summary>
    private static bool CameFromElsewhere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && site is not ("same-origin" or "none");
}
