using System.Globalization;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Exec;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>What a container's state means. Pure.</summary>
internal static class ContainerJudge
{
    private const int Killed = 128;

    public static Judged Of(Container container) => container.Status switch
    {
        "running" => Running(container.Health),
        "paused" => new(null, "the container is paused"),
        "restarting" => new(null, $"the container is being restarted: it {Ended(container)}"),
        "created" or "configured" or "initialized" => new(new(FailureKind.Resource, $"the container was created and never started{Reason(container)}")),
        "exited" or "stopped" or "stopping" when container.OutOfMemory => new(new(FailureKind.Resource, $"the container {Ended(container)}{Reason(container)}")),
        "exited" or "stopped" or "stopping" => new(new(FailureKind.ExitCode, $"the container {Ended(container)}{Reason(container)}")),
        _ => new(new(FailureKind.Resource, $"the container is {Quoted.Of(container.Status)}{Reason(container)}")),
    };

    private static Judged Running(ContainerHealth? health) => health switch
    {
        null or { Status: "healthy" } => default,
        { Status: "starting" } => new(null, $"the container's own check has not passed yet{Said(health)}"),
        _ => new(new(FailureKind.Body, $"the container's own check fails{(health.Failures > 1 ? $", {health.Failures} times in a row" : "")}{Said(health)}")),
    };

    private static string Said(ContainerHealth health)
    {
        var line = (health.Output ?? "").Split('\n').LastOrDefault(each => each.Trim().Length > 0) ?? "";
        if (line.Length > 0)
            return $": {Quoted.Of(line)}";
        return health.ExitCode is { } code and not 0 ? string.Create(CultureInfo.InvariantCulture, $": exit code {code}") : "";
    }

    private static string Ended(Container container)
    {
        var signal = container.ExitCode > Killed ? $", {Signals.Name((int)(container.ExitCode - Killed))}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"ended with exit code {container.ExitCode}{signal}{(container.OutOfMemory ? ", out of memory" : "")}");
    }

    private static string Reason(Container container) => container.Error.Length > 0 ? $": {Quoted.Of(container.Error)}" : "";
}
