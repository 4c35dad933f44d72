using Xunit.Runner.InProc.SystemConsole;

namespace Hale.Contracts.Tests;

/// <summary>Runs the tests; told <c>--write FOLDER SEED [POSTGRES]</c> or <c>--feed</c>, it is the program that a crash test kills.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["--write", var folder, var seed, .. var postgres] =>
            await CrashWriter.RunAsync(folder, int.Parse(seed, System.Globalization.CultureInfo.InvariantCulture), postgres.FirstOrDefault()),
        ["--feed"] => await Feeder.RunAsync(),
        _ => await ConsoleRunner.Run(args),
    };
}
