using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Exec;
using Hale.Tests.Kit;
using static Hale.Monitoring.Tests.Checks.Exec.Launching;

namespace Hale.Monitoring.Tests.Checks.Exec;

/// <summary>Runs real commands. A process that is being made holds for a moment what its maker has open, such as a port that another test has just closed.</summary>
[Collection(nameof(ProcessLeakTests))]
public sealed class ExecCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exit_Zero_IsUp(bool portable)
    {
        var seen = await new Launching(portable).RunAsync(Shell("echo all is well; echo hm >&2"));

        Assert.Null(seen.Failure);
        Assert.False(seen.SaysDegraded);
        Assert.Null(seen.Message);
        Assert.Equal(0, seen.Details!["exit_code"]);
        Assert.Contains("output: all is well", seen.Evidence);
        Assert.Contains("error output: hm", seen.Evidence);
        Assert.NotNull(seen.Phases.TotalMs);
    }

    [Theory]
    [InlineData(false, "echo not quite; exit 1", "not quite")]
    [InlineData(true, "echo not quite; exit 1", "not quite")]
    [InlineData(false, "exit 1", "the command ended with exit code 1")]
    public async Task Exit_One_IsADegradedAnswer(bool portable, string script, string said)
    {
        var seen = await new Launching(portable).RunAsync(Shell(script));

        Assert.Null(seen.Failure);
        Assert.True(seen.SaysDegraded);
        Assert.Equal(said, seen.Message);
    }

    [Theory]
    [InlineData(false, "echo so; echo '  no disk' >&2; exit 2", "the command ended with exit code 2: no disk")]
    [InlineData(true, "echo so; echo '  no disk' >&2; exit 2", "the command ended with exit code 2: no disk")]
    [InlineData(false, "echo; echo so; exit 3", "the command ended with exit code 3: so")]
    [InlineData(false, "exit 255", "the command ended with exit code 255")]
    [InlineData(false, "nosuch-program", "the command ended with exit code 127: /bin/sh: 1: nosuch-program: not found")]
    [InlineData(false, "kill -KILL $$", "the command was ended by SIGKILL")]
    [InlineData(true, "kill -KILL $$", "the command ended with exit code 137")]
    [InlineData(false, "exec >&- 2>&-; exit 7", "the command ended with exit code 7")]
    public async Task Exit_AnyOther_IsAFailure(bool portable, string script, string message)
    {
        var failure = await new Launching(portable).FailAsync(Shell(script));

        Assert.Equal("hard ExitCode", failure.Kind());
        Assert.Equal(message, failure.Message);
    }

    [Theory]
    [InlineData("exit 0", null, null)]
    [InlineData("echo DISK WARNING - 91%; exit 1", "degraded", "DISK WARNING - 91%")]
    [InlineData("echo 'DISK CRITICAL - 99%|/=99%;90;95;0;100'; exit 2", "ExitCode", "DISK CRITICAL - 99%")]
    [InlineData("exit 2", "ExitCode", "CRITICAL: the plugin says nothing else")]
    [InlineData("echo what >&2; exit 3", "ExitCode", "what")]
    [InlineData("exit 4", "ExitCode", "the command ended with exit code 4, which is none of a plugin's (0 to 3)")]
    public async Task Plugin_ItsExitCodes_AreRead(string script, string? kind, string? message)
    {
        var seen = await new Launching().RunAsync(Shell(script, ("nagios", true)));

        Assert.Equal(kind, seen.SaysDegraded ? "degraded" : seen.Failure?.Kind.ToString());
        Assert.Equal(message, seen.Failure?.Message ?? seen.Message);
    }

    [Fact]
    public async Task Plugin_ItsFigures_AreDetails()
    {
        var seen = await new Launching().RunAsync(Shell("echo \"LOAD OK - 0.5 | load1=0.5;5;10;0 'a b'=12ms\"", ("nagios", true)));

        Assert.Equal("OK", seen.Details!["state"]);
        Assert.Equal("LOAD OK - 0.5", seen.Details["output"]);
        var metrics = (IReadOnlyDictionary<string, object?>)seen.Details["metrics"]!;
        Assert.Equal(
            """{"value":0.5,"warning":"5","critical":"10","min":0}""",
            System.Text.Json.JsonSerializer.Serialize(metrics["load1"]));
        Assert.Equal("""{"value":12,"unit":"ms"}""", System.Text.Json.JsonSerializer.Serialize(metrics["a b"]));
    }

    [Theory]
    [InlineData(false, "there is no program nosuch-program")]
    [InlineData(true, "nosuch-program can't be started: ")]
    public async Task Program_ThatIsNotThere_IsAFailureThatNamesIt(bool portable, string message)
    {
        var failure = await new Launching(portable).FailAsync(Words("nosuch-program"));

        Assert.Equal("hard ExitCode", failure.Kind());
        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Program_ThatCantBeRun_IsAFailureThatSaysWhy()
    {
        await File.WriteAllTextAsync(_folder["plain"], "echo hi\n", TestContext.Current.CancellationToken);
        Assert.Equal($"{_folder["plain"]} may not be run by this hub's user", (await new Launching().FailAsync(Words(_folder["plain"]))).Message);

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["plain"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Equal(
            $"{_folder["plain"]} is no program; a script needs a first line such as #!/bin/sh", (await new Launching().FailAsync(Words(_folder["plain"]))).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Command_ItsWordsVariablesAndFolder_AreGivenAsTheyAre(bool portable)
    {
        var seen = await new Launching(portable).RunAsync(
            new JsonObject
            {
                ["type"] = "exec",
                ["command"] = new JsonArray("sh", "-c", "echo \"$0|$1|$SHOP|$(pwd)|$(cat)\"", "a  b", "$HOME ü"),
                ["env"] = new JsonObject { ["SHOP"] = "one = two" },
                ["cwd"] = _folder.Path,
            }.ToJsonString());

        Assert.Contains($"output: a  b|$HOME ü|one = two|{_folder.Path}|", seen.Evidence);
    }

    [Fact]
    public async Task Command_NoSuchFolder_IsAFailureThatNamesIt() =>
        Assert.Equal("there is no folder /no/such to run it in", (await new Launching().FailAsync(Shell("true", ("cwd", "/no/such")))).Message);

    [Fact]
    public async Task Command_InheritsNothingButItsStreams()
    {
        var seen = await new Launching().RunAsync(Shell(
            """
            ls /proc/self/fd | tr '\n' ' '
            grep -E '^Sig(Ign|Blk)' /proc/self/status | sed 's,:.*\(.......\)$,:\1,' | tr '\n' ' '
            set -- $(cat /proc/self/stat)
            [ $5 = $$ ] && [ $6 = $$ ] && echo a group and a session of its own
            """));

        Assert.Contains("output: 0 1 2 3 SigBlk:0000000 SigIgn:0000000 a group and a session of its own", seen.Evidence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_ThatIsLong_IsCutAndSaysSo(bool portable)
    {
        var seen = await new Launching(portable).RunAsync(Shell("head -c 3000000 /dev/zero | tr '\\0' x"));

        Assert.Null(seen.Failure);
        var said = Assert.Single(seen.Evidence, line => line.StartsWith("output", StringComparison.Ordinal));
        Assert.Equal($"output (the first 4096 of 3000000 bytes; the rest was cut): {new string('x', 4096)}", said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_ThatNeverEnds_IsATimeout(bool portable)
    {
        var seen = await new Launching(portable).RunAsync(Words("yes"), Probe.Hasty);

        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.Equal("the command did not end within 300ms and was killed", seen.Failure?.Message);
        Assert.False(seen.Answered);
        Assert.Contains(seen.Evidence, line => line.StartsWith("output (the first 4096 of ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sleep TIME & sleep TIME & wait", 2)]
    [InlineData("setsid sleep TIME & (setsid sleep TIME &) ; exec sleep TIME", 3)]
    [InlineData("trap '' TERM INT HUP; setsid sh -c 'sleep TIME & sleep TIME' >/dev/null 2>&1 </dev/null & exec >&- 2>&-; sleep TIME; :", 3)]
    public async Task Timeout_EverythingItStarted_IsEnded(string script, int processes)
    {
        var sleep = SomeSleep();

        var seen = await RunOutAsync(Shell(script.Replace("TIME", sleep, StringComparison.Ordinal)), sleep, processes);

        Assert.Equal(FailureKind.Timeout, seen.Failure!.Kind);
    }

    [Fact]
    public async Task Timeout_AsEveryLauncherKnowsIt_EndsTheTree()
    {
        var sleep = SomeSleep();
        var time = new ManualTime();
        var running = new Launching(portable: true, time).RunAsync(Shell($"sleep {sleep} & sleep {sleep}; :"), TimeSpan.FromMinutes(1));
        await Running.AwaitAsync(sleep, 2, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(FailureKind.Timeout, (await running).Failure!.Kind);
        await Running.AwaitAsync(sleep, 0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task End_WhatIsLeftOfItsGroup_IsEnded()
    {
        var sleep = SomeSleep();

        Assert.Null((await new Launching().RunAsync(Shell($"sleep {sleep} & exit 0"))).Failure);

        await Running.AwaitAsync(sleep, 0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task End_ADaemonThatKeepsTheStreams_IsNotWaitedFor()
    {
        var sleep = SomeSleep();
        try
        {
            var seen = await new Launching().RunAsync(Shell($"setsid sleep {sleep} & while ! grep -qs sleep /proc/$!/comm; do :; done; echo done"));

            Assert.Null(seen.Failure);
            Assert.Contains("output: done", seen.Evidence);
            Assert.Single(Running.With(sleep));
        }
        finally
        {
            foreach (var id in Running.With(sleep))
                System.Diagnostics.Process.GetProcessById(id).Kill();
        }
    }

    [Fact]
    public async Task Stop_OfTheHub_EndsTheCommand()
    {
        var sleep = SomeSleep();
        using var stopping = new CancellationTokenSource();
        var running = new Launching().RunAsync(Words("sleep", sleep), stopping: stopping.Token);
        await Running.AwaitAsync(sleep, 1, TestContext.Current.CancellationToken);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Running.AwaitAsync(sleep, 0, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Credentials_ThatItSays_AreNotSeen()
    {
        var described = new JsonObject
        {
            ["type"] = "exec",
            ["command"] = new JsonArray("sh", "-c", "echo $PGPASSWORD $0 $*; env >&2; exit 2", "postgres://me:s3cret@db/shop", "--token=t0ken", "--password", "w0rd"),
            ["env"] = new JsonObject { ["PGPASSWORD"] = "hunter2" },
        }.ToJsonString();

        var seen = await new Launching().RunAsync(described);

        var all = string.Join('\n', [seen.Failure!.Message, .. seen.Evidence]);
        Assert.All(new[] { "hunter2", "s3cret", "t0ken", "w0rd" }, secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        Assert.Contains("output: *** postgres://me:***@db/shop --token=*** --password ***", seen.Evidence);
    }

    [Fact]
    public async Task Credentials_CutInHalf_AreNotSeen()
    {
        var seen = await new Launching().RunAsync(Shell("head -c 4090 /dev/zero | tr '\\0' x; echo $PASSWORD$PASSWORD", ("env", new JsonObject { ["PASSWORD"] = "abcdefghijkl" })));

        Assert.DoesNotContain(seen.Evidence, line => line.Contains("xa", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Policy_ThatForbidsCommands_BlocksThem()
    {
        var check = new ExecCheck(TimeProvider.System, new());

        var seen = await check.RunAsync(new Probe().Spec(Shell($"touch {_folder["ran"]}")).Options, Probe.Patient, TestContext.Current.CancellationToken);

        Assert.Equal("hard Blocked", seen.Failure!.Kind());
        Assert.Equal(
            "not run: commands are off on this hub; needed: the setting allow_exec (--allow-exec, HALE_ALLOW_EXEC or hub.allow_exec), which is read at start",
            seen.Failure?.Message);
        Assert.False(File.Exists(_folder["ran"]));
    }
}
