using System.Diagnostics;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Process;

/// <summary>Looks for real processes of this machine.</summary>
public sealed class ProcessCheckTests : IDisposable
{
    private readonly Probe _probe = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_ThatRuns_TellsItsFigures()
    {
        using var sleeper = Start();
        try
        {
            var seen = await _probe.AskAsync(OfFile(sleeper));

            Assert.Null(seen.Failure);
            Assert.Equal(1, seen.Details!["count"]);
            Assert.True((double)seen.Details["memory_mb"]! > 0);
            Assert.True((double)seen.Details["uptime"]! >= 0);
            Assert.Contains(seen.Evidence, line => line.StartsWith("found 1 process, up ", StringComparison.Ordinal));
        }
        finally
        {
            await EndAsync(sleeper);
        }
    }

    [Fact]
    public async Task Process_ByItsName_IsFound()
    {
        using var sleeper = Start();
        try
        {
            Assert.Null((await _probe.RunAsync("process://sleep")).Failure);
        }
        finally
        {
            await EndAsync(sleeper);
        }
    }

    [Fact]
    public async Task Process_ThatEndedAndStartsAgain_IsDownAndUp()
    {
        using var first = Start();
        var described = OfFile(first);
        await EndAsync(first);

        var failure = await _probe.FailAsync(described);
        Assert.Equal("hard Resource", failure.Kind());
        Assert.Equal($"there is no process of {_folder["it.pid"]}", failure.Message);

        using var second = Start();
        try
        {
            Assert.Null((await _probe.RunAsync(OfFile(second))).Failure);
        }
        finally
        {
            await EndAsync(second);
        }
    }

    [Fact]
    public async Task Id_ThatWentToAnotherProgram_IsNotTheProcess()
    {
        using var sleeper = Start();
        try
        {
            OfFile(sleeper);
            var failure = await _probe.FailAsync($$"""{"type":"process","url":"process://nginx","pid_file":"{{_folder["it.pid"]}}"}""");

            Assert.Equal($"there is no process named nginx of {_folder["it.pid"]}", failure.Message);
        }
        finally
        {
            await EndAsync(sleeper);
        }
    }

    [Fact]
    public async Task Memory_AboveItsLimit_IsAResourceFailure()
    {
        await File.WriteAllTextAsync(_folder["it.pid"], $"{Environment.ProcessId}\n", TestContext.Current.CancellationToken);

        var failure = await _probe.FailAsync($$"""{"type":"process","pid_file":"{{_folder["it.pid"]}}","max_memory":"1MB"}""");

        Assert.Equal(FailureKind.Resource, failure.Kind);
        Assert.EndsWith(", more than 1MB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holds no process id")]
    [InlineData("garbage", "holds no process id")]
    [InlineData("-5", "holds no process id")]
    public async Task File_WithoutAnId_IsAResourceFailureThatNamesIt(string text, string said)
    {
        await File.WriteAllTextAsync(_folder["it.pid"], text, TestContext.Current.CancellationToken);

        Assert.Equal($"{_folder["it.pid"]} {said}", (await _probe.FailAsync($$"""{"type":"process","pid_file":"{{_folder["it.pid"]}}"}""")).Message);
    }

    [Fact]
    public async Task File_ThatIsNotThere_IsAResourceFailureThatNamesIt() => Assert.Equal(
        $"there is no {_folder["none.pid"]}, so the process does not run or its file is elsewhere",
        (await _probe.FailAsync($$"""{"type":"process","pid_file":"{{_folder["none.pid"]}}"}""")).Message);

    [Theory]
    [InlineData("process://", "check.url: found \"process://\"; allowed: process:// and a program's name without its path, such as process://nginx")]
    [InlineData("process:///usr/sbin/nginx", "check.url: found \"process:///usr/sbin/nginx\"; allowed: process:// and a program's name without its path, such as process://nginx")]
    [InlineData("""{"type":"process"}""", "check.url: is missing; needed: process:// and a program's name, or a pid_file")]
    [InlineData("""{"type":"process","pid_file":"it.pid"}""", "check.pid_file: found \"it.pid\"; allowed: a whole path such as /run/nginx.pid")]
    [InlineData("""{"type":"process","url":"process://a","max_memory":"much"}""", "check.max_memory: found \"much\"; allowed: a size such as 512MB or 1.5GB")]
    public void Description_ThatMakesNoSense_IsToldWithItsField(string described, string problem) => Assert.Equal(problem, _probe.Problems(described));

    [Theory]
    [InlineData("""{"type":"process","url":"process://nginx","pid_file":"/run/nginx.pid","max_cpu_percent":150,"max_memory":"1.5GB"}""")]
    [InlineData("""{"type":"process","url":"process://nginx","max_memory":"1234567B"}""")]
    public void Description_Whole_IsReadBackAsItWas(string described) =>
        Assert.Equal(described, _probe.Spec(described).Options.Describe(secrets: true).ToJsonString());

    private static System.Diagnostics.Process Start() => System.Diagnostics.Process.Start(new ProcessStartInfo("sleep", ["600"]))!;

    private static async Task EndAsync(System.Diagnostics.Process process)
    {
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private string OfFile(System.Diagnostics.Process process)
    {
        File.WriteAllText(_folder["it.pid"], $"{process.Id}\n");
        return $$"""{"type":"process","pid_file":"{{_folder["it.pid"]}}"}""";
    }
}
