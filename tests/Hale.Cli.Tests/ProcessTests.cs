using Hale.Tests.Kit;

namespace Hale.Cli.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task Wait_CtrlC_EndsQuietlyWith130()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var hale = OwnProgram.Start("wait", $"http://127.0.0.1:{Ports.Free()}/", "--interval", "60s", "--timeout", "10m");
        Assert.StartsWith("attempt 1", await hale.StandardError.ReadLineAsync(cancel), StringComparison.Ordinal);
        await OwnProgram.SignalAsync(hale, "INT");
        await hale.WaitForExitAsync(cancel);
        Assert.Equal(Exit.Interrupted, hale.ExitCode);
        Assert.Equal("", await hale.StandardOutput.ReadToEndAsync(cancel));
        Assert.Equal("", await hale.StandardError.ReadToEndAsync(cancel));
    }

    [Fact]
    public async Task Serve_Sigterm_EndsWithZero()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        using var hale = OwnProgram.Start(
            "serve", "--urls", "http://127.0.0.1:0", "--data", folder["data"], "--config", Write(folder), "--log", "json");
        var line = await hale.StandardOutput.ReadLineAsync(cancel);
        Assert.Matches(@"^hale \S+ listens on http://127\.0\.0\.1:\d+$", line);
        using var hub = new Client.HaleClient(new Uri(line!.Split(' ')[^1]));
        Assert.Empty((await hub.MonitoredAsync(cancel)).Monitored);
        await OwnProgram.SignalAsync(hale, "TERM");
        await hale.WaitForExitAsync(cancel);
        Assert.Equal(Exit.Ok, hale.ExitCode);
    }

    [Fact]
    public async Task Serve_FolderOfAnotherHub_EndsAtOnceAndSaysWhose()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new TempFolder();
        await using var first = await Server.Hub.StartAsync(
            new() { Urls = "http://127.0.0.1:0", Data = folder["data"], Config = Write(folder), LogLevels = "Hale=none,Microsoft=none" }, cancel: cancel);
        using var hale = OwnProgram.Start("serve", "--urls", "http://127.0.0.1:0", "--data", folder["data"], "--config", folder["hale.yaml"]);
        await hale.WaitForExitAsync(cancel);
        Assert.Equal(1, hale.ExitCode);
        Assert.Contains(folder["data"], await hale.StandardError.ReadToEndAsync(cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hale ser", "serve services")]
    [InlineData("hale services l", "list")]
    [InlineData("hale services list --sta", "--status")]
    [InlineData("hale services list --status d", "degraded down")]
    [InlineData("hale completion z", "zsh")]
    public async Task Completion_InBash_OffersWhatFits(string line, string expected)
    {
        using var folder = new TempFolder();
        var words = string.Join(' ', line.Split(' ').Select(word => $"'{word}'"));
        var offered = await OwnProgram.BashAsync(
            folder,
            $$"""
            source <(hale completion bash)
            COMP_LINE='{{line}}'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=({{words}}); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _hale_complete
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        Assert.Equal(expected.Split(' '), offered.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    private static string Write(TempFolder folder)
    {
        File.WriteAllText(folder["hale.yaml"], "");
        return folder["hale.yaml"];
    }
}
