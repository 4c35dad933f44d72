using System.Runtime.InteropServices;
using System.Text;
using Hale.Monitoring.Checks;

namespace Hale.Cli;

/// <summary>Everything a command may touch of the world it was started in, so that a test can be that world.</summary>
internal sealed record Terminal
{
    public required TextReader Input { get; init; }

    /// <summary>Data go here and nothing else.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, hints and errors.</summary>
    public required TextWriter Error { get; init; }

    public required Func<string, string?> Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The kinds of checks there are. Who types a command at this machine may run commands.</summary>
    public Func<TimeProvider, CheckCatalog> Checks { get; init; } = time => CheckCatalog.Standard(time, new() { AllowExec = true });

    /// <summary>Whether a person looks at the output, so that it may be coloured and must fit.</summary>
    public bool Interactive { get; init; }

    /// <summary>Whether a person looks at the errors while a command runs, so that its progress may be shown there.</summary>
    public bool Watched { get; init; }

    /// <summary>Whether the output may be coloured. <c>NO_COLOR</c> with any text forbids it (no-color.org).</summary>
    public bool Colour => Interactive && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb";

    /// <summary>How many columns there are; where nobody looks, as many as it takes.</summary>
    public int Width { get; init; } = 1000;

    /// <summary>The world of this process.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var interactive = !Console.IsOutputRedirected;
        return new()
        {
            Input = Console.In,
            Output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            Error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            Environment = System.Environment.GetEnvironmentVariable,
            Interactive = interactive,
            Watched = !Console.IsErrorRedirected && System.Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = interactive ? Math.Max(40, Columns()) : 1000,
        };
    }

    private static int Columns()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (Exception error) when (error is IOException or PlatformNotSupportedException or ExternalException)
        {
            return 80;
        }
    }
}
