using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests;

/// <summary>The program in this process: arguments in, exit code and texts out. Its writers hold nothing that needs disposing.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "A StringWriter holds only memory.")]
internal sealed class Rig
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string Input { get; init; } = "";

    public Dictionary<string, string> Environment { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<TimeProvider, CheckCatalog> Checks { get; init; } = CheckCatalog.Standard;

    public bool Interactive { get; init; }

    public int Width { get; init; } = 1000;

    public Terminal Terminal => new()
    {
        Input = new StringReader(Input),
        Output = _output,
        Error = _error,
        Environment = name => Environment.GetValueOrDefault(name),
        Time = Time,
        Checks = Checks,
        Interactive = Interactive,
        Width = Width,
    };

    public Task<int> RunAsync(params IReadOnlyList<string> arguments) => Cli.RunAsync(arguments, Terminal, TestContext.Current.CancellationToken);

    public Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel) => Cli.RunAsync(arguments, Terminal, cancel);

    /// <summary>Moves a clock to whatever is awaited next, until the program ends.</summary>
    public static async Task<int> DriveAsync(ManualTime time, Task<int> running)
    {
        while (!running.IsCompleted)
            if (time.NextDue is { } due)
                time.Advance(due - time.Passed);
            else
                await Task.Yield();
        return await running;
    }
}
