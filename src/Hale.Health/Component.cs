using Microsoft.Extensions.Logging;

namespace Hale.Health;

/// <summary>One component under watch: checks it, never twice at once, and keeps the last result and the figures.</summary>
internal sealed partial class Component(IHealthChecker checker, SystemHealthOptions options, TimeProvider time, ILogger logger)
{
    private readonly long _began = time.GetTimestamp();
    private readonly Lock _gate = new();
    private Task<HealthCheckResult>? _running;
    private Task _lingering = Task.CompletedTask;
    private long _errors;
    private string? _lastError;
    private volatile HealthCheckResult? _last;

    public IHealthChecker Checker => checker;

    /// <summary>The last result; null before the first.</summary>
    public HealthCheckResult? Last => _last;

    /// <summary>Checks now, or joins the check that runs. Does not throw for a sick component; <paramref name="cancel"/> only ends the waiting.</summary>
    public Task<HealthCheckResult> CheckAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_running is null || _running.IsCompleted)
                _running = Task.Run(RunAsync, CancellationToken.None);
            return _running.WaitAsync(cancel);
        }
    }

    /// <summary>Checks again and again until <paramref name="stopping"/> fires.</summary>
    public async Task WatchAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await CheckAsync(stopping);
                await Task.Delay(checker.Interval ?? options.Interval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task<HealthCheckResult> RunAsync()
    {
        var start = time.GetTimestamp();
        var seen = await AskAsync(checker.Timeout ?? options.Timeout);
        var took = time.GetElapsedTime(start);
        if (seen.Status == HealthStatus.Unhealthy)
        {
            _errors++;
            _lastError = seen.Message ?? "unhealthy";
        }

        var result = seen with
        {
            Duration = seen.Duration == TimeSpan.Zero ? took : seen.Duration,
            Timestamp = seen.Timestamp == default ? time.GetUtcNow() : seen.Timestamp,
        };
        result = result with
        {
            Metrics = seen.Metrics ?? new(
                result.Duration.TotalMilliseconds, seen.Status == HealthStatus.Unhealthy ? 0 : 100, _errors, _lastError,
                Math.Round(time.GetElapsedTime(_began).TotalSeconds, 3)),
        };
        if (_last?.Status != result.Status)
            Tell(result);
        return _last = result;
    }

    private async Task<HealthCheckResult> AskAsync(TimeSpan timeout)
    {
        // A checker that ignores its token may still be at it: asking again beside it would only pile up work.
        if (!_lingering.IsCompleted)
            return HealthCheckResult.Unhealthy("the check before this one still runs");
        using var limit = new CancellationTokenSource(timeout, time);
        try
        {
            // On a thread of its own, so that one that blocks is timed out too.
            var check = Task.Run(() => checker.CheckAsync(limit.Token), CancellationToken.None);
            _lingering = check;
            return await check.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Forget(_lingering);
            return HealthCheckResult.Unhealthy($"no answer within {timeout.TotalMilliseconds:0} ms");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return HealthCheckResult.Unhealthy(error.Message);
        }
    }

    private void Tell(HealthCheckResult result)
    {
        var word = HealthJson.Word(result.Status);
        if (result.Message is null)
            Changed(logger, checker.Name, word);
        else
            ChangedBecause(logger, checker.Name, word, result.Message);
    }

    /// <summary>Nobody waits for it any more; should it fail, that must not count as an unobserved exception.</summary>
    private static void Forget(Task task) =>
        task.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    [LoggerMessage(2301, LogLevel.Information, "Component {Component} is {Status}")]
    private static partial void Changed(ILogger logger, string component, string status);

    [LoggerMessage(2302, LogLevel.Information, "Component {Component} is {Status}: {Reason}")]
    private static partial void ChangedBecause(ILogger logger, string component, string status, string reason);
}
