using System.Diagnostics;

namespace Hale.Server.Tests;

/// <summary>Prometheus' own opinion of what is meant for it.</summary>
internal static class Promtool
{
    public static async Task<(int Code, string Said)> CheckAsync(string text, string what = "metrics")
    {
        var cancel = TestContext.Current.CancellationToken;
        using var promtool = new Process
        {
            StartInfo = new("promtool", ["check", what]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true },
        };
        Assert.True(promtool.Start(), "promtool is missing: install the package prometheus");
        await promtool.StandardInput.WriteAsync(text.AsMemory(), cancel);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync(cancel) + await promtool.StandardOutput.ReadToEndAsync(cancel);
        await promtool.WaitForExitAsync(cancel);
        return (promtool.ExitCode, said);
    }
}
