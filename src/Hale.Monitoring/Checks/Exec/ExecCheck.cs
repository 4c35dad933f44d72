using System.Collections;
using System.Globalization;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Exec.Linux;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Exec;

/// <summary>Runs a command on this machine and judges how it ends. Only where the policy allows it.</summary>
/// <param name="launcher">Runs it; null for the best that this machine has.</param>
internal sealed class ExecCheck(TimeProvider time, CheckPolicy policy, ILauncher? launcher = null) : ICheck
{
    private readonly ILauncher _launcher = launcher ?? (LinuxLauncher.Supported ? new LinuxLauncher() : new PortableLauncher(time));

    /// <inheritdoc/>
    public string Kind => "exec";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["exec"];

    /// <inheritdoc/>
    public string Separator => ":";

    /// <inheritdoc/>
    public string About => "A command of this machine; needs allow_exec";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "exec: alone, where the type is not given"),
        new("command", OptionShape.Texts, "The program and its arguments; exit code 0 is up, 1 degraded, all else down") { Needed = true },
        new("env", OptionShape.Map, "Variables beside those that the hub has itself"),
        new("cwd", OptionShape.Text, "The folder it runs in; the hub's own by default"),
        new("nagios", OptionShape.Bool, "Whether it is a Nagios plugin: exit codes 0 to 3, a line of text, performance data") { Default = "false" },
    ];

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        ExecCheckRules.Read(fields, before as ExecCheckOptions, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var exec = (ExecCheckOptions)options;
        var visit = new Visit(time, "this machine", 0);
        visit.OutOfTime = () => new(FailureKind.Timeout, $"the command did not end within {Durations.Format(timeout)} and was killed", Soft: true);
        return visit.RunAsync(cancel => policy.AllowExec ? AskAsync(exec, visit, cancel) : Task.FromResult<Failure?>(CheckPolicy.Blocked), timeout, stopping);
    }

    private async Task<Failure?> AskAsync(ExecCheckOptions options, Visit visit, CancellationToken cancel)
    {
        visit.Trace.Stage = Stage.Asking;
        var since = visit.Trace.Now;
        var ended = await _launcher.RunAsync(new([.. options.Command.Select(word => word.Text)], Variables(options), options.Cwd), cancel);
        var said = new Speech(ended.Output, ended.Errors, options.Credentials);
        if (ended.ExitCode is { } code && !cancel.IsCancellationRequested)
        {
            visit.Answered = true;
            visit.Details["exit_code"] = code;
            visit.Trace.Did(string.Create(CultureInfo.InvariantCulture, $"{said.Quote(options.Command[0].Shown)} ended with exit code {code}"), since);
        }

        said.TellTo(visit.Trace);
        cancel.ThrowIfCancellationRequested();
        return Judge(options, ended, said, visit);
    }

    private static Failure? Judge(ExecCheckOptions options, Ended ended, Speech said, Visit visit)
    {
        var line = options.Nagios ? Plugin(ended, said, visit) : said.Line(errorsFirst: ended.ExitCode is not (0 or 1));
        var judged = new ExitJudge(options.Nagios, line).Of(ended);
        visit.SaysDegraded = judged.Degraded is not null;
        visit.Message = judged.Degraded;
        return judged.Failure;
    }

    /// <summary>Tells a plugin's state, text and figures; answers its text.</summary>
    private static string Plugin(Ended ended, Speech said, Visit visit)
    {
        var output = NagiosOutput.Read(said.Output, ended.Output.Cut);
        if (ended.ExitCode is { } code && ExitJudge.State(code) is { } state)
            visit.Details["state"] = state;
        if (output.Line.Length > 0)
            visit.Details["output"] = said.Quote(output.Line);
        if (output.Metrics.Count > 0)
            visit.Details["metrics"] = output.Metrics.ToDictionary(each => each.Key, each => (object?)each.Value.Shown());
        return output.Line.Length > 0 ? said.Quote(output.Line) : said.Line(errorsFirst: true);
    }

    private static Dictionary<string, string> Variables(ExecCheckOptions options)
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry own in Environment.GetEnvironmentVariables())
            variables[(string)own.Key] = (string?)own.Value ?? "";
        foreach (var (name, value) in options.Env)
            variables[name] = value.Text;
        return variables;
    }
}
