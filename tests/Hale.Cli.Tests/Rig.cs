using System.Text;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests;

/// <summary>The program in this process: arguments in, exit code and texts out.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "A page holds only memory.")]
internal sealed class Rig
{
    private readonly Page _output = new();
    private readonly Page _error = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string Input { get; init; } = "";

    public Dictionary<string, string> Environment { get; } = [];

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Func<TimeProvider, CheckCatalog> Checks { get; init; } = time => CheckCatalog.Standard(time, new() { AllowExec = true });

    public bool Interactive { get; init; }

    public bool Watched { get; init; }

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
        Watched = Watched,
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

/// <summary>What the program wrote, which a test may read while more is being written.</summary>
internal sealed class Page : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();

    public Page() => NewLine = "\n";

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_gate)
            _text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (_gate)
            _text.Append(buffer, index, count);
    }

    public override void Write(string? value)
    {
        lock (_gate)
            _text.Append(value);
    }

    public override string ToString()
    {
        lock (_gate)
            return _text.ToString();
    }
}
