using System.Diagnostics;

namespace Hale.Server.Tests;

/// <summary>Prometheus' own opinion of what is meant for it.</summary>
internal static class Promtool
{
    public static Task<(int Code, string Said)> CheckAsync(string metrics) => CheckAsync(metrics, ["metrics"]);

    /// <summary>Of a file of rules.</summary>
    public static Task<(int Code, string Said)> CheckRulesAsync(string rules) => CheckAsync(rules, ["rules", "/dev/stdin"]);

    private static async Task<(int Code, string Said)> CheckAsync(string text, string[] what)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var promtool = new Process
        {
            StartInfo = new("promtool", ["check", .. what]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true },
        };
        Assert.True(promtool.Start(), "promtool is missing: install the package prometheus");
        await promtool.StandardInput.WriteAsync(text.AsMemory(), cancel);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync(cancel) + await promtool.StandardOutput.ReadToEndAsync(cancel);
        await promtool.WaitForExitAsync(cancel);
        return (promtool.ExitCode, said);
    }
}
