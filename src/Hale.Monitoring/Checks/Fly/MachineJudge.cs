using System.Globalization;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>What the platform's word makes of a machine.</summary>
/// <param name="Idle">It is not meant to answer now.</param>
internal sealed record MachineRuling(Failure? Failure = null, bool Idle = false, bool Degraded = false, string? Message = null);

/// <summary>What a machine's state means. Pure.</summary>
internal static class MachineJudge
{
    // As the platform's documentation has it (machines/machine-states).
    private static readonly TimeSpan LongestMove = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestUpdate = TimeSpan.FromMinutes(10);

    private static readonly MachineRuling Unreachable = new(new(FailureKind.Unreachable, "Machine unreachable"));

    /// <summary>The ruling on what was found.</summary>
    /// <param name="unreached">Why the machine itself did not answer; null when it was not asked.</param>
    public static MachineRuling Of(Lookup found, Failure? unreached, DateTimeOffset now)
    {
        if (found.Failure is { } failure)
            return Unasked(failure, unreached);
        if (found.Machine is not { } machine || machine.HostStatus is "unreachable")
            return Unreachable;
        return machine.State switch
        {
            "started" when unreached is not null => Unreachable,
            "started" => Started(machine),
            "stopped" or "suspended" or "created" => new(Idle: true, Message: $"machine {machine.State}{Ended(machine)}"),
            "creating" or "starting" or "restarting" or "stopping" or "suspending" or "destroying" => Moving(machine, LongestMove, now),
            "updating" or "replacing" => Moving(machine, LongestUpdate, now),
            "failed" or "launch_failed" => new(new(FailureKind.Resource, $"machine {machine.State.Replace('_', ' ')}")),
            "destroyed" or "replaced" or "migrated" => Unreachable,
            _ when unreached is not null => Unreachable,
            var other => new(Degraded: true, Message: $"machine is {Quoted.Of(other)}, which Hale does not know"),
        };
    }

    /// <summary>The platform's own trouble does not make a machine down; what the machine itself did not answer does.</summary>
    private static MachineRuling Unasked(Failure failure, Failure? unreached)
    {
        var platform = failure.Kind is FailureKind.Auth or FailureKind.HttpStatus ? failure.Message : $"the Machines API does not answer: {failure.Message}";
        if (unreached is not null)
            return new(unreached with { Message = $"{unreached.Message}; {platform}" });
        return failure.Kind is FailureKind.Auth or FailureKind.Blocked or FailureKind.Protocol or FailureKind.Tls
            ? new(failure)
            : new(Degraded: true, Message: $"{platform}, so nothing is known of the machine");
    }

    private static MachineRuling Started(Machine machine)
    {
        if (machine.Checks.FirstOrDefault(check => check.Status == "critical") is { } critical)
            return new(new(FailureKind.Body, Said(critical)));
        return machine.Checks.FirstOrDefault(check => check.Status == "warning") is { } warning ? new(Degraded: true, Message: Said(warning)) : new();
    }

    private static string Said(MachineCheck check) =>
        $"the platform's check {Quoted.Of(check.Name)} is {check.Status}{(check.Output is { Length: > 0 } output ? $": {Quoted.Of(output)}" : "")}";

    private static MachineRuling Moving(Machine machine, TimeSpan longest, DateTimeOffset now)
    {
        if (machine.UpdatedAt is { } since && now - since > longest)
            return new(new(FailureKind.Resource, $"machine is {machine.State} for more than {Durations.Format(longest)}"));
        return new(Idle: true, Message: $"machine is {machine.State}");
    }

    /// <summary>How it ended; the exit code of one that was told to end says nothing, unless it had no memory left.</summary>
    private static string Ended(Machine machine)
    {
        var code = machine.Exit is { Code: not 0 } exit && (exit.OutOfMemory || !exit.Requested) ? string.Create(CultureInfo.InvariantCulture, $", exit code {exit.Code}") : "";
        return machine.Exit is { OutOfMemory: true } ? $"{code}, out of memory" : code;
    }
}
