using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>One of the platform's own checks of a machine.</summary>
/// <param name="Status"><c>passing</c>, <c>warning</c> or <c>critical</c>.</param>
internal sealed record MachineCheck(string Name, string Status, string? Output);

/// <summary>A machine as the Machines API describes it (docs, machines/api/machines-resource). What is not known is left aside.</summary>
/// <param name="UpdatedAt">When its state changed last; null when that is not told.</param>
/// <param name="HostStatus"><c>ok</c>, <c>unknown</c> or <c>unreachable</c>.</param>
/// <param name="Exit">How it ended last; null when it never did.</param>
internal sealed record Machine(
    string State, DateTimeOffset? UpdatedAt, string? HostStatus, IReadOnlyList<MachineCheck> Checks, MachineExit? Exit, IReadOnlyDictionary<string, object?> Details)
{
    private const string OfServices = "bg_deployments";

    /// <summary>Reads an answer to <c>GET /v1/apps/{app}/machines/{id}</c>; null when it is none.</summary>
    public static Machine? Read(JsonElement json)
    {
        if (json.Text("state") is not { Length: > 0 } state)
            return null;
        return new(state, json.Moment("updated_at"), json.Text("host_status"), [.. ChecksOf(json)], MachineExit.Last(json), DetailsOf(json, state));
    }

    private static IEnumerable<MachineCheck> ChecksOf(JsonElement json) =>
        from each in json.Items("checks")
        let name = each.Text("name")
        let status = each.Text("status")
        where name is not null && status is not null && !name.StartsWith(OfServices, StringComparison.Ordinal)
        select new MachineCheck(name, status, each.Text("output"));

    private static Dictionary<string, object?> DetailsOf(JsonElement json, string state)
    {
        var details = new Dictionary<string, object?> { ["state"] = Quoted.Of(state) };
        foreach (var name in new[] { "name", "region", "instance_id", "private_ip", "host_status" })
            if (json.Text(name) is { Length: > 0 } text)
                details[name] = Quoted.Of(text);
        if (json.Under("image_ref")?.Text("tag") is { Length: > 0 } tag)
            details["version"] = Quoted.Of(tag);
        return details;
    }
}

/// <summary>How a machine ended.</summary>
internal sealed record MachineExit(long Code, bool OutOfMemory, bool Requested)
{
    /// <summary>The newest of a machine's events that tells of an end; null when none does.</summary>
    public static MachineExit? Last(JsonElement machine)
    {
        foreach (var each in machine.Items("events"))
            if (each.Text("type") == "exit" && each.Under("request")?.Under("exit_event") is { } exit)
                return new(exit.Number("exit_code") ?? 0, exit.Truth("oom_killed"), exit.Truth("requested_stop"));
        return null;
    }
}
