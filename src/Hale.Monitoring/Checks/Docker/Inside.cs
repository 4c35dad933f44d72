using System.Globalization;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Exec;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Docker;

/// <summary>
/// Runs a command in a container and judges how it ends. The engine has no way to end one: a command that takes too long lives on, and no other is started
/// beside it.
/// </summary>
internal sealed class Inside(DockerCheckOptions options, Engine engine, Visit visit, Acquainted known, TimeProvider time, TimeSpan timeout)
{
    /// <summary>Who says more than this is listened to in steps, so that endless output costs no processor.</summary>
    private const long Talkative = 1 << 20;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public async Task<Judged> RunAsync(Container container, CancellationToken cancel)
    {
        if (known.Overdue is { } before && await RunsAsync(before, cancel))
            return new(new(FailureKind.Timeout, "the command of an earlier check still runs in the container, so no other was started", Soft: true));
        known.Overdue = null;
        var (output, errors) = (new Capture(), new Capture());
        var since = visit.Trace.Now;
        visit.OutOfTime = () =>
        {
            new Speech(output, errors, options.Credentials).TellTo(visit.Trace);
            return new(FailureKind.Timeout, $"the command did not end within {Durations.Format(timeout)}; the engine can't end it, so it lives on in the container", Soft: true);
        };
        var id = await CreateAsync(container, cancel);
        known.Overdue = id;
        await HearAsync(id, new(output, errors), () => output.Said + errors.Said, cancel);
        var code = await CodeAsync(id, cancel);
        known.Overdue = null;
        var said = new Speech(output, errors, options.Credentials);
        visit.Details["exit_code"] = code;
        visit.Trace.Did(string.Create(CultureInfo.InvariantCulture, $"{said.Quote(options.Command[0].Shown)} in the container ended with exit code {code}"), since);
        said.TellTo(visit.Trace);
        return new ExitJudge(nagios: false, said.Line(errorsFirst: code is not (0 or 1))).Of(new() { ExitCode = code });
    }

    private async Task<string> CreateAsync(Container container, CancellationToken cancel)
    {
        var body = new JsonObject
        {
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Cmd"] = new JsonArray([.. options.Command.Select(word => JsonValue.Create(word.Text))]),
        };
        var answer = await engine.PostAsync($"/containers/{container.Id}/exec", body, cancel);
        if (!answer.Good)
            throw engine.Refused(answer);
        return answer.Json?.Text("Id") is { Length: > 0 } id && id.All(char.IsAsciiLetterOrDigit) ? id : throw new EngineException(engine.Foreign());
    }

    private Task HearAsync(string id, Frames frames, Func<long> said, CancellationToken cancel) => engine.HearAsync(
        $"/exec/{id}/start",
        new() { ["Detach"] = false, ["Tty"] = false },
        async bytes =>
        {
            if (!frames.Add(bytes.Span))
                throw new EngineException(engine.Foreign());
            if (said() > Talkative)
                await Task.Delay(Step, time, cancel);
        },
        cancel);

    private async Task<bool> RunsAsync(string id, CancellationToken cancel) =>
        await engine.GetAsync($"/exec/{id}/json", cancel) is { Good: true, Json: { } json } && json.Truth("Running");

    /// <summary>How it ended, which the engine may learn a little after its last word.</summary>
    private async Task<int> CodeAsync(string id, CancellationToken cancel)
    {
        while (true)
        {
            var answer = await engine.GetAsync($"/exec/{id}/json", cancel);
            if (answer is not { Good: true, Json: { } json })
                throw engine.Refused(answer);
            if (!json.Truth("Running") && json.Number("ExitCode") is { } code)
                return (int)code;
            await Task.Delay(Step, time, cancel);
        }
    }
}
