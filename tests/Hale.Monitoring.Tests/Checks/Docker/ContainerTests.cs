using System.Text;
using System.Text.Json;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Docker;
using Hale.Monitoring.Checks.Exec;

namespace Hale.Monitoring.Tests.Checks.Docker;

/// <summary>What an engine says and what it means, as a table.</summary>
public sealed class ContainerTests
{
    private readonly Probe _probe = new();

    [Theory]
    [InlineData("""{"Status":"running"}""", "up")]
    [InlineData("""{"Status":"running","Health":null}""", "up")]
    [InlineData("""{"Status":"running","Health":{"Status":""}}""", "up")]
    [InlineData("""{"Status":"running","Health":{"Status":"none"}}""", "up")]
    [InlineData("""{"Status":"running","Health":{"Status":"healthy","Log":[{"ExitCode":0,"Output":"ok"}]}}""", "up")]
    [InlineData("""{"Status":"running","Health":{"Status":"starting","Log":null}}""", "degraded: the container's own check has not passed yet")]
    [InlineData("""{"Status":"running","Health":{"Status":"starting","Log":[{"ExitCode":7,"Output":"connection refused\n\n"}]}}""",
        "degraded: the container's own check has not passed yet: connection refused")]
    [InlineData("""{"Status":"running","Health":{"Status":"unhealthy","FailingStreak":1,"Log":[{"ExitCode":1,"Output":""}]}}""",
        "Body: the container's own check fails: exit code 1")]
    [InlineData("""{"Status":"running","Health":{"Status":"unhealthy","FailingStreak":4,"Log":[{"ExitCode":0,"Output":"x"},{"ExitCode":1,"Output":"a\nb"}]}}""",
        "Body: the container's own check fails, 4 times in a row: b")]
    [InlineData("""{"Status":"paused","Running":true}""", "degraded: the container is paused")]
    [InlineData("""{"Status":"restarting","ExitCode":1}""", "degraded: the container is being restarted: it ended with exit code 1")]
    [InlineData("""{"Status":"created","Error":"no such file"}""", "Resource: the container was created and never started: no such file")]
    [InlineData("""{"Status":"exited","ExitCode":0}""", "ExitCode: the container ended with exit code 0")]
    [InlineData("""{"Status":"exited","ExitCode":137}""", "ExitCode: the container ended with exit code 137, SIGKILL")]
    [InlineData("""{"Status":"exited","ExitCode":137,"OOMKilled":true}""", "Resource: the container ended with exit code 137, SIGKILL, out of memory")]
    [InlineData("""{"Status":"dead","Error":"device busy"}""", "Resource: the container is dead: device busy")]
    [InlineData("""{"Status":"removing"}""", "Resource: the container is removing")]
    [InlineData("""{"Status":"strange\u001b[1m"}""", "Resource: the container is strange [1m")]
    public void State_Judged(string state, string expected)
    {
        var judged = ContainerJudge.Of(Read($$"""{"Id":"abc","State":{{state}}}""")!);

        Assert.Equal(expected, judged switch
        {
            { Failure: { } failure } => $"{failure.Kind}: {failure.Message}",
            { Degraded: { } degraded } => $"degraded: {degraded}",
            _ => "up",
        });
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Id":1,"State":{"Status":"running"}}""")]
    [InlineData("""{"Id":"../x","State":{"Status":"running"}}""")]
    [InlineData("""{"Id":"a","State":"running"}""")]
    [InlineData("""{"Id":"a","State":{"Status":7}}""")]
    public void Answer_ThatIsNoContainer_IsNone(string json) => Assert.Null(Read(json));

    [Fact]
    public void Figures_OfTwoLooks_AreMeans()
    {
        var before = Sample("2026-11-05T10:00:00Z", cpu: 1_000_000_000, received: 0);
        var now = Sample("2026-11-05T10:00:10.000000001Z", cpu: 6_000_000_000, received: 10_000_000);

        var use = ContainerUse.Between(before, now);

        Assert.Equal((50, 8, 0), (Math.Round(use.CpuPercent!.Value, 3), Math.Round(use.ReceivedMbps!.Value, 3), use.SentMbps));
        Assert.Equal((700, 1000, 3), (now.MemoryBytes, now.MemoryLimit, now.Processes));
        Assert.Null(ContainerUse.Between(null, now).CpuPercent);
        Assert.Null(ContainerUse.Between(now, before).CpuPercent);
        Assert.Null(ContainerUse.Between(before with { Id = "another" }, now).CpuPercent);
        Assert.Null(ContainerUse.Between(before with { CpuNanoseconds = 7_000_000_000 }, now).CpuPercent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Frames_CutAnywhere_AreParted(int piece)
    {
        byte[] bytes = [1, 0, 0, 0, 0, 0, 0, 4, .. "out\n"u8, 2, 0, 0, 0, 0, 0, 0, 4, .. "err\n"u8, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 5, .. "more\n"u8];
        var (output, errors) = (new Capture(), new Capture());
        var frames = new Frames(output, errors);

        Assert.All(bytes.Chunk(piece), each => Assert.True(frames.Add(each)));

        Assert.Equal(("out\nmore\n", "err\n"), (output.Text, errors.Text));
    }

    [Fact]
    public void Frames_OfGarbage_AreRefusedOrBounded()
    {
        Assert.False(new Frames(new(), new()).Add("HTTP/1.1 200 OK"u8));
        Assert.False(new Frames(new(), new()).Add([1, 0, 0, 0, 255, 255, 255, 255]));
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var output = new Capture();
            foreach (var piece in bytes.Select(each => (byte)(each % 3)).ToArray().Chunk(1 + random.Next(20)))
                if (!new Frames(output, output).Add(piece))
                    break;
            Assert.True(output.Said <= bytes.Length);
        }
    }

    [Fact]
    public void Answer_OfGarbage_IsReadWithoutFault()
    {
        string[] words = ["null", "1", "\"running\"", "true", "[]", "{}", "[1]", "\"\"", "1e400", "-1", "\"0001-01-01T00:00:00Z\""];
        string[] names = ["Id", "State", "Status", "Health", "Log", "Config", "Healthcheck", "Interval", "read", "cpu_stats", "cpu_usage", "total_usage", "memory_stats", "usage", "networks"];
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var json = Some(4);
            _ = Read(json) is { } container ? ContainerJudge.Of(container) : default;
            _ = ContainerSample.Read("abc", JsonDocument.Parse(json).RootElement);

            string Some(int depth) => depth == 0 || random.Next(4) == 0
                ? words[random.Next(words.Length)]
                : "{" + string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{Some(depth - 1)}")) + "}";
        }
    }

    [Theory]
    [InlineData("/given.sock", "unix:///host.sock", "/given.sock")]
    [InlineData(null, "unix:///host.sock", "/host.sock")]
    [InlineData(null, "", "/run/podman/podman.sock", "/run/podman/podman.sock", "/run/user/1/docker.sock")]
    [InlineData(null, null, "/run/user/1/podman/podman.sock", "/run/user/1/podman/podman.sock")]
    [InlineData(null, null, "/var/run/docker.sock", "/var/run/docker.sock", "/run/podman/podman.sock")]
    [InlineData(null, null, "/var/run/docker.sock")]
    [InlineData(null, "tcp://elsewhere:2375", null)]
    public void Socket_IsFoundWhereEnginesHaveIt(string? given, string? host, string? expected, params string[] there)
    {
        var found = EngineSocket.Find(given, name => name == "DOCKER_HOST" ? host : "/run/user/1", there.Contains);

        Assert.Equal(expected, found.Path);
        Assert.Equal(expected is null ? FailureKind.Unreachable : null, found.Failure?.Kind);
    }

    [Theory]
    [InlineData("docker://", "check.url: found \"docker://\"; allowed: docker:// and a container's name or id, such as docker://web")]
    [InlineData("docker://a/b", "check.url: found \"docker://a/b\"; allowed: docker:// and a container's name or id, such as docker://web")]
    [InlineData("""{"type":"docker"}""", "check.url: is missing; needed: docker:// and a container's name, such as docker://web")]
    [InlineData("""{"url":"docker://web","socket":"docker.sock"}""",
        "check.socket: found \"docker.sock\"; allowed: the whole path of a socket such as /var/run/docker.sock or /run/podman/podman.sock")]
    [InlineData("""{"url":"docker://web","max_memory":"much"}""", "check.max_memory: found \"much\"; allowed: a size such as 512MB or 1.5GB")]
    [InlineData("""{"url":"docker://web","command":"ls"}""",
        "check.command: found \"ls\"; allowed: a list of a program and its arguments, such as [/usr/local/bin/probe, --fast]; no shell reads it")]
    public void Description_ThatMakesNoSense_IsToldWithItsField(string described, string problem) => Assert.Equal(problem, _probe.Problems(described));

    [Theory]
    [InlineData("""{"type":"docker","url":"docker://Web_1.shop"}""")]
    [InlineData("""{"type":"docker","url":"docker://web","socket":"/run/podman/podman.sock","command":["test","-f","/ok"],"max_cpu_percent":150,"max_memory":"1.5GB"}""")]
    public void Description_Whole_IsReadBackAsItWas(string described) =>
        Assert.Equal(described, _probe.Spec(described).Options.Describe(secrets: true).ToJsonString());

    private static Container? Read(string json)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
        return Container.Read(document.RootElement);
    }

    private static ContainerSample Sample(string at, long cpu, long received)
    {
        using var document = JsonDocument.Parse(
            $$$"""
            {"read":"{{{at}}}","cpu_stats":{"cpu_usage":{"total_usage":{{{cpu}}}}},"memory_stats":{"usage":1000,"limit":1000,"stats":{"inactive_file":300}},
             "networks":{"eth0":{"rx_bytes":{{{received}}},"tx_bytes":0},"eth1":{}},"pids_stats":{"current":3}}
            """);
        return ContainerSample.Read("abc", document.RootElement)!;
    }
}
