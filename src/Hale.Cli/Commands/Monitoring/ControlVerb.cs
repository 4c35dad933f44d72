using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Monitoring;

/// <summary>A control operation on a target; shows how it went as the API says it.</summary>
internal abstract class ControlVerb : HubVerb
{
    private readonly Argument<string> _project;
    private readonly Argument<string> _target;

    protected ControlVerb(Terminal terminal, string name, string summary, string example) : base(terminal, name, summary, example)
    {
        Note = "Exit code: 0 when the operation succeeded, whatever the verdict; 2 when the hub refused it; 4 when there is no such target.";
        _project = Needs("PROJECT", "The project's id");
        _target = Needs("TARGET", "The target's id, such as production");
    }

    protected sealed override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var (project, target) = (given.GetRequiredValue(_project), given.GetRequiredValue(_target));
        var view = await ControlAsync(hub, project, target, given, cancel);
        Output.Write(given, view, WireJson.Default.ControlView, screen => Show(screen, $"{project}:{target}", view));
        return view switch { { Success: true } => Exit.Ok, { HttpStatus: 404 } => Exit.NotFound, _ => Exit.Refused };
    }

    protected abstract Task<ControlView> ControlAsync(HaleClient hub, string project, string target, ParseResult given, CancellationToken cancel);

    /// <summary>What a success means, for people.</summary>
    protected abstract string Done { get; }

    private void Show(Screen screen, string key, ControlView view)
    {
        if (!view.Success)
            Terminal.Error.WriteLine($"hale: {view.Error}");
        else if (view.Health is { } health)
            screen.Line($"{Screen.Text(key)} {Screen.Status(health.Status)} {Screen.Milliseconds(health.ResponseTimeMs)} {Screen.Text(health.Message)}");
        else
            Terminal.Error.WriteLine($"{key} {Done}");
    }
}
