using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Docker;

/// <summary>A real Podman in every state that it can be in itself.</summary>
public sealed class EngineStateTests
{
    [Fact]
    public async Task Engine_UpStoppedRestartedHanging_IsToldByItsCause()
    {
        await using var podman = await PodmanServer.StartAsync();
        await podman.RunAsync("web", "sleep 100000");
        var probe = new Probe();
        var spec = probe.Spec(Probe.Described("docker://web", ("socket", podman.Socket)));

        Assert.Null((await probe.RunAsync(spec)).Failure);

        await podman.FreezeAsync();
        var hanging = (await probe.RunAsync(spec, TimeSpan.FromSeconds(3))).Failure!;
        Assert.Equal(("soft Timeout", $"the engine at {podman.Socket} did not answer within 3s (slow response)"), (hanging.Kind(), hanging.Message));
        await podman.ThawAsync();

        await podman.StopAsync();
        var stopped = (await probe.RunAsync(spec)).Failure!;
        Assert.Equal("hard Refused", stopped.Kind());

        await podman.StartAgainAsync();
        Assert.Null((await probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Socket_ThatIsNotThere_IsRefused()
    {
        var failure = await new Probe().FailAsync(Probe.Described("docker://web", ("socket", "/no/such.sock")));

        Assert.Equal("hard Refused", failure.Kind());
        Assert.Equal("there is no /no/such.sock, so the engine does not run or its socket is elsewhere", failure.Message);
    }

    [Fact]
    public async Task Socket_ThatNobodyListensOn_IsRefused()
    {
        using var folder = new TempFolder();
        using (var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
            socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(folder["left.sock"]));
        if (!File.Exists(folder["left.sock"]))
            await File.WriteAllTextAsync(folder["left.sock"], "", TestContext.Current.CancellationToken);

        var failure = await new Probe().FailAsync(Probe.Described("docker://web", ("socket", folder["left.sock"])));

        Assert.Equal($"nothing listens on {folder["left.sock"]} (connection refused)", failure.Message);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "hard Protocol", "what listens at SOCKET does not answer as the Docker Engine does")]
    [InlineData("", "hard Reset", "the engine at SOCKET closed the connection before the end of an answer")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", "hard Reset", "the engine at SOCKET closed the connection before the end of an answer")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope", "hard Protocol", "what listens at SOCKET does not answer as the Docker Engine does")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "hard Protocol", "what listens at SOCKET does not answer as the Docker Engine does")]
    [InlineData("HTTP/1.1 403 No\r\nContent-Length: 18\r\n\r\n{\"message\":\"not\n\"}", "hard Protocol", "what listens at SOCKET does not answer as the Docker Engine does")]
    [InlineData("HTTP/1.1 403 No\r\nContent-Length: 21\r\n\r\n{\"message\":\"not you\"}", "hard Auth", "the engine at SOCKET forbids it: not you")]
    [InlineData("HTTP/1.1 500 No\r\nContent-Length: 18\r\n\r\n{\"message\":\"full\"}", "soft HttpStatus", "the engine at SOCKET fails with HTTP 500: full")]
    public async Task Answer_ThatIsNoGood_IsToldByItsCause(string answer, string kind, string message)
    {
        await using var engine = FakeEngine.Start(_ => answer);

        var failure = await new Probe().FailAsync(Probe.Described("docker://web", ("socket", engine.Socket)));

        Assert.Equal((kind, message.Replace("SOCKET", engine.Socket, StringComparison.Ordinal)), (failure.Kind(), failure.Message));
    }

    [Fact]
    public async Task Engine_OfAnotherVersion_IsAskedInItsOwn()
    {
        await using var engine = FakeEngine.Start(asked => asked switch
        {
            "GET /_ping" => FakeEngine.Json("OK", headers: "Api-Version: 1.39\r\n"),
            "GET /v1.39/containers/web/json" => FakeEngine.Json("""{"Id":"abc","State":{"Status":"running","Health":{"Status":"none"}}}"""),
            _ when asked.Contains("/v1.41/", StringComparison.Ordinal) => FakeEngine.Json("""{"message":"client version 1.41 is too new"}""", 400),
            _ => FakeEngine.Json("""{"message":"no figures"}""", 500),
        });

        var seen = await new Probe().RunAsync(Probe.Described("docker://web", ("socket", engine.Socket)));

        Assert.Null(seen.Failure);
        Assert.Contains("the engine tells no figures of it", seen.Evidence);
        Assert.Equal(["GET /v1.41/containers/web/json", "GET /_ping", "GET /v1.39/containers/web/json"], engine.Asked.Take(3));
    }

    [Fact]
    public async Task Command_CountsForTheLatency_AndThePauseOfTheFirstLookDoesNot()
    {
        var time = new ManualTime();
        await using var engine = FakeEngine.Start(asked =>
        {
            if (asked.EndsWith("/exec/e1/start", StringComparison.Ordinal))
                time.Advance(TimeSpan.FromSeconds(2));
            return FakeEngine.Json(asked.Split('/')[^1] switch
            {
                "start" => "",
                "exec" => """{"Id":"e1"}""",
                _ when asked.Contains("/exec/", StringComparison.Ordinal) => """{"Running":false,"ExitCode":0}""",
                "json" => """{"Id":"abc","State":{"Status":"running"}}""",
                _ => """{"read":"2026-11-05T10:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":1000}},"memory_stats":{"usage":1048576}}""",
            });
        });
        var probe = new Probe(time: time);
        var spec = probe.Spec(Probe.Described("docker://web", ("socket", engine.Socket), ("command", new System.Text.Json.Nodes.JsonArray("sleep", "2"))));

        var first = probe.RunAsync(spec);
        await time.QuietAsync(() => time.IsSet(TimeSpan.FromMilliseconds(500)));
        time.Advance(TimeSpan.FromMilliseconds(500));
        foreach (var seen in new[] { await first, await probe.RunAsync(spec) })
        {
            Assert.Null(seen.Failure);
            Assert.Equal((2000, 2000), (seen.Took.TotalMilliseconds, seen.Phases.TotalMs));
        }
    }

    [Fact]
    public async Task Figures_ThatAreMissingAndLimited_AreAFailure()
    {
        await using var engine = FakeEngine.Start(asked =>
            FakeEngine.Json(asked.EndsWith("/json", StringComparison.Ordinal) ? """{"Id":"abc","State":{"Status":"running"}}""" : "{}"));

        var failure = await new Probe().FailAsync(Probe.Described("docker://web", ("socket", engine.Socket), ("max_memory", "1MB")));

        Assert.Equal("the engine tells nothing of the container's CPU and memory", failure.Message);
    }
}
