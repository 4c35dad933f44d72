using System.CommandLine;
using Hale.Cli.Parts;
using Hale.Client;

namespace Hale.Cli.Commands.Services;

internal sealed class CheckCommand : HubVerb
{
    private readonly Argument<string> _id;

    public CheckCommand(Terminal terminal) : base(terminal, "check", "Have the hub check a service now", "hale services check shop-api")
    {
        Note = "Exit code: the status after the check: 0 up, 1 degraded or unknown, 2 down.";
        _id = Needs("ID", "The service's id");
        Share();
    }

    protected override async Task<int> RunAsync(HaleClient hub, ParseResult given, CancellationToken cancel)
    {
        var id = given.GetRequiredValue(_id);
        var result = await hub.CheckAsync(id, cancel);
        Output.Write(given, result, WireJson.Default.ResultView, screen =>
        {
            screen.Line($"{Screen.Text(id)} {Screen.Status(result.Status)} {Screen.Milliseconds(result.LatencyMs)}");
            if (result.Message is not null)
                screen.Line(Screen.Text(result.Message) + (result.Attempts is > 0 and var attempts ? $" (failure {attempts} in a row)" : ""));
        });
        return Of(result.Status);
    }

    /// <summary>The exit code that says a status.</summary>
    internal static int Of(string status) => status switch
    {
        "up" => Exit.Ok,
        "down" => Exit.Down,
        _ => Exit.Degraded,
    };
}
