using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hale.Server.Api;

/// <summary>Every error is a problem document: what no route answers, and what a route did not foresee.</summary>
internal static partial class Unhandled
{
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = FailAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            var status = http.Response.StatusCode;
            await Answer.WriteAsync(http, status, status switch
            {
                StatusCodes.Status404NotFound => $"There is nothing at {http.Request.Path}.",
                StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not allowed at {http.Request.Path}.",
                StatusCodes.Status415UnsupportedMediaType => "The body's content type is not understood; allowed: application/json.",
                _ => "The request can't be answered.",
            });
        });
    }

    private static async Task FailAsync(HttpContext http)
    {
        var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (error is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
            return;
        var (status, detail) = error switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.Message),
            StorageException storage => (StatusCodes.Status503ServiceUnavailable, storage.Message),
            _ => (StatusCodes.Status500InternalServerError, "The hub failed to answer; its log says more, under this trace_id."),
        };
        if (status >= 500 && error is not null)
            Failed(http.RequestServices.GetService<ILoggerFactory>()?.CreateLogger("Hale.Api") ?? NullLogger.Instance, http.Request.Method, http.Request.Path, error);
        await Answer.WriteAsync(http, status, detail);
    }

    [LoggerMessage(2002, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger logger, string method, string path, Exception error);
}
