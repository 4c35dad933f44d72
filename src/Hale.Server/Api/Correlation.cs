using System.Diagnostics;
using Hale.Server.Logging;

namespace Hale.Server.Api;

/// <summary>
/// The id that ties together what one request brings about: from <c>X-Correlation-Id</c>, or else the trace id of <c>traceparent</c> (W3C Trace
/// Context), or else made here. It is answered back, stands in every log line of the request, and goes along with a forced check.
/// </summary>
internal sealed class Correlation(RequestDelegate next, ILogger<Correlation> logger)
{
    public const string Header = "X-Correlation-Id";

    private const int Longest = 128;

    public async Task InvokeAsync(HttpContext http)
    {
        var id = Read(http.Request.Headers);
        http.Features.Set(new CorrelationFeature(id));
        // On starting, since a problem's answer may clear what was set before.
        http.Response.OnStarting(
            () =>
            {
                http.Response.Headers[Header] = id;
                return Task.CompletedTask;
            });
        using (logger.BeginScope(new CorrelationScope(id)))
            await next(http);
    }

    private static string Read(IHeaderDictionary headers)
    {
        var given = headers[Header].ToString();
        if (given.Length is > 0 and <= Longest && given.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            return given;
        return ActivityContext.TryParse(headers.TraceParent.ToString(), null, out var parent)
            ? parent.TraceId.ToHexString()
            : (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
    }
}

/// <summary>A request's correlation id.</summary>
internal sealed record CorrelationFeature(string Id);

/// <summary>Wiring and reading of correlation ids.</summary>
internal static class CorrelationExtensions
{
    /// <summary>First in line: everything after it logs with the id.</summary>
    public static IApplicationBuilder UseHaleLog(this IApplicationBuilder app) => app.UseMiddleware<Correlation>();

    /// <summary>The request's correlation id; null where <see cref="UseHaleLog"/> was not in line.</summary>
    public static string? CorrelationId(this HttpContext http) => http.Features.Get<CorrelationFeature>()?.Id;
}
