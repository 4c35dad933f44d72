using Hale.Client;
using Hale.Monitoring.Watch;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Start, stop and force the monitors of targets; answers and log lines are literal (contract, sections 5 and 11).</summary>
internal static partial class MonitoringRoutes
{
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        var monitoring = routes.MapGroup("/api/monitoring").WithTags("monitoring");
        monitoring.MapGet("", (Registrar registry) => Results.Json(
            new MonitoringView(true, [.. registry.Now.Targets.Values.Where(target => !target.Stopped).Select(target => target.Key)]),
            WireJson.Plain.MonitoringView)).Returns<MonitoringView>().WithSummary("The keys of the running monitors");
        monitoring.MapPost("/{project}/{target}/start", Start).Returns<ControlView>().WithSummary("Start or replace a monitor");
        monitoring.MapPost("/{project}/{target}/stop", Stop).Returns<ControlView>().WithSummary("Stop a monitor; no error for an unknown key");
        monitoring.MapPost("/{project}/{target}/check", Check).Returns<ControlView>().WithSummary("Check a target now");
    }

    private static async Task<IResult> Start(string project, string target, HttpContext http, Registrar registry, Watcher watcher, ILoggerFactory logs)
    {
        var (body, refusal) = await Body.ReadAsync(http, emptyIsMapping: true);
        if (body is null)
            return Failed(http, logs, "start monitoring", refusal!.Message, StatusCodes.Status400BadRequest);
        var written = await registry.StartMonitorAsync(project, target, body, http.RequestAborted);
        if (written.Value is { } started)
        {
            // A start is followed by a check at once, also where the monitor was running already and nothing about it changed.
            if (written.Outcome == WriteOutcome.Unchanged)
                _ = watcher.CheckNowAsync(started.Key, http.CorrelationId(), CancellationToken.None);
            return Results.Json(new ControlView(true), WireJson.Plain.ControlView);
        }

        var (status, error) = WriteAnswer.Error(written, "target", $"{project}:{target}");
        return Failed(http, logs, "start monitoring", error, status == StatusCodes.Status422UnprocessableEntity ? 400 : status);
    }

    private static async Task<IResult> Stop(string project, string target, HttpContext http, Registrar registry, ILoggerFactory logs)
    {
        try
        {
            await registry.StopMonitorAsync(project, target, http.RequestAborted);
            return Results.Json(new ControlView(true), WireJson.Plain.ControlView);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Failed(http, logs, "stop monitoring", error.Message, StatusCodes.Status500InternalServerError);
        }
    }

    private static async Task<IResult> Check(string project, string target, HttpContext http, Registrar registry, Watcher watcher, ILoggerFactory logs)
    {
        var key = $"{project}:{target}";
        if (!registry.Now.Targets.TryGetValue(key, out var spec))
            return Failed(http, logs, "check", $"There is no target '{key}'.", StatusCodes.Status404NotFound);
        if (spec.Stopped)
            return Failed(http, logs, "check", $"The monitor of '{key}' is stopped; start it first.", StatusCodes.Status409Conflict);
        await watcher.CheckNowAsync(key, http.CorrelationId(), http.RequestAborted);
        var health = http.RequestServices.GetRequiredService<Board>().TargetHealth(key);
        return Results.Json(new ControlView(true, Health: health), WireJson.Plain.ControlView);
    }

    private static IResult Failed(HttpContext http, ILoggerFactory logs, string operation, string error, int status)
    {
        ControlFailed(logs.CreateLogger("Hale.HealthMonitor"), operation, error);
        return Results.Json(new ControlView(false, error), WireJson.Plain.ControlView, statusCode: status);
    }

    [LoggerMessage(2001, LogLevel.Error, "Failed to {Operation}: {Error}")]
    private static partial void ControlFailed(ILogger logger, string operation, string error);
}
