using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Exec;
using Hale.Monitoring.Checks.Exec.Linux;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Exec;

/// <summary>Runs exec checks with either launcher.</summary>
/// <param name="portable">Whether with the one for every system.</param>
internal sealed class Launching(bool portable = false, TimeProvider? time = null)
{
    private static readonly Probe Reader = new();

    private readonly ExecCheck _check = new(time ?? TimeProvider.System, new() { AllowExec = true }, portable ? new PortableLauncher(time ?? TimeProvider.System) : new LinuxLauncher());

    /// <summary>How long a sleep takes that nobody else's sleep takes, so that it can be found.</summary>
    public static string SomeSleep() => $"{RandomNumberGenerator.GetInt32(1_000_000, 2_000_000_000)}";

    /// <summary>The description of a script for the shell, and options beside it.</summary>
    public static string Shell(string script, params ReadOnlySpan<(string Name, JsonNode? Value)> options)
    {
        var map = new JsonObject { ["type"] = "exec", ["command"] = new JsonArray("/bin/sh", "-c", script) };
        foreach (var (name, value) in options)
            map[name] = value;
        return map.ToJsonString();
    }

    public static string Words(params string[] words) =>
        new JsonObject { ["type"] = "exec", ["command"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) }.ToJsonString();

    public async Task<Observation> RunAsync(string described, TimeSpan? timeout = null, CancellationToken? stopping = null) =>
        await _check.RunAsync(Reader.Spec(described).Options, timeout ?? Probe.Patient, stopping ?? TestContext.Current.CancellationToken);

    public async Task<Failure> FailAsync(string described, TimeSpan? timeout = null) => (await RunAsync(described, timeout)).Failure!;

    /// <summary>Runs with a minute's timeout, lets the minute pass once so many processes have an argument, and answers when none has any more.</summary>
    public static async Task<Observation> RunOutAsync(string described, string argument, int count)
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new ManualTime();
        var running = new Launching(time: time).RunAsync(described, TimeSpan.FromMinutes(1));
        await Running.AwaitAsync(argument, count, cancel);
        time.Advance(TimeSpan.FromMinutes(1));
        var seen = await running;
        await Running.AwaitAsync(argument, 0, cancel);
        return seen;
    }
}
