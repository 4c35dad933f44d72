using System.Diagnostics;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests;

/// <summary>The program as a process of its own, as a shell starts it.</summary>
internal static class OwnProgram
{
    /// <summary>Starts <c>hale</c>, which hears an interrupt as it does on a terminal, even where these tests run in the background of a shell, which ignores it.</summary>
    public static Process Start(params IReadOnlyList<string> arguments) => Process.Start(Quiet("env", ["--default-signal=INT", .. HaleProgram.Command, .. arguments]))!;

    /// <summary>Runs a line of bash that finds <c>hale</c> on its path; answers what it printed.</summary>
    public static async Task<string> BashAsync(TempFolder folder, string script)
    {
        var hale = folder["hale"];
        await File.WriteAllTextAsync(hale, $"#!/bin/sh\nexec {string.Join(' ', HaleProgram.Command.Select(word => $"'{word}'"))} \"$@\"\n");
        File.SetUnixFileMode(hale, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = Quiet("bash", ["--norc", "-c", script]);
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(cancel), bash.StandardError.ReadToEndAsync(cancel));
        await bash.WaitForExitAsync(cancel);
        Assert.Equal("", await error);
        return await output;
    }

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static ProcessStartInfo Quiet(string program, IEnumerable<string> arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
}
