using System.Runtime.CompilerServices;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>
/// Asks a container engine for a container: its state, its own check, what it uses, and perhaps a command in it. Figures are means since the check before.
/// </summary>
internal sealed class DockerCheck(TimeProvider time, CheckPolicy policy) : ICheck
{
    // What was seen last goes with the description that it was seen for.
    private readonly ConditionalWeakTable<DockerCheckOptions, Acquainted> _known = [];

    /// <inheritdoc/>
    public string Kind => "docker";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["docker"];

    /// <inheritdoc/>
    public string About => "A container of Docker or Podman: its state, its own check, what it uses";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "docker://name, the container's name or id") { Needed = true },
        new("socket", OptionShape.Text, "The engine's socket; by default that of DOCKER_HOST, Docker's or Podman's"),
        new("command", OptionShape.Texts, "What is run in the container, needs allow_exec: exit code 0 is up, 1 degraded, all else down"),
        new("max_cpu_percent", OptionShape.Number, "More is a failure, 100 is one processor; any by default") { Least = 1, Most = 100_000 },
        new("max_memory", OptionShape.Text, "More is a failure, such as 512MB; any by default"),
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        DockerCheckRules.Read(fields, before as DockerCheckOptions, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var docker = (DockerCheckOptions)options;
        var visit = new Visit(time, "this machine", 0);
        return visit.RunAsync(cancel => AskAsync(docker, visit, timeout, cancel), timeout, stopping);
    }

    private async Task<Failure?> AskAsync(DockerCheckOptions options, Visit visit, TimeSpan timeout, CancellationToken cancel)
    {
        if (options.RunsCommand && !policy.AllowExec)
            return CheckPolicy.Blocked;
        visit.Trace.Stage = Stage.Connecting;
        var found = EngineSocket.Find(options.Socket, Environment.GetEnvironmentVariable, Path.Exists);
        if (found.Path is not { } socket)
            return found.Failure;
        visit.OutOfTime = () => OutOfTime(visit.Trace.Stage, socket, timeout);
        using var engine = new Engine(socket, visit.Trace);
        try
        {
            return await new Inspection(options, engine, visit, _known.GetOrCreateValue(options), time, timeout).RunAsync(cancel);
        }
        catch (EngineException refused)
        {
            return refused.Failure;
        }
    }

    private static Failure OutOfTime(Stage stage, string socket, TimeSpan timeout) => stage == Stage.Connecting
        ? new(FailureKind.ConnectTimeout, $"no connection to {socket} within {Durations.Format(timeout)} (connect timeout)")
        : new(FailureKind.Timeout, $"the engine at {socket} did not answer within {Durations.Format(timeout)} (slow response)", Soft: true);
}
