using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Fly;

/// <summary>A machine and the API that knows it, both over real sockets: what each says, alone and together.</summary>
public sealed class FlyCheckTests
{
    private const string Id = "3d8d9e1c1d7d89";
    private const string Started = """{"id":"3d8d9e1c1d7d89","name":"web-1","state":"started","region":"ams","checks":[{"name":"servicecheck-00","status":"passing"}]}""";
    private const string Stopped = """{"id":"3d8d9e1c1d7d89","state":"stopped","events":[{"type":"exit","request":{"exit_event":{"exit_code":0,"requested_stop":true}}}]}""";

    private static readonly Probe Probe = new();

    [Fact]
    public async Task StateAlone_StartedMachine_IsUpWithItsDetails()
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Started));
        var seen = await Probe.RunAsync(Described(api));
        Assert.Null(seen.Failure);
        Assert.Equal((false, false, null), (seen.Idle, seen.SaysDegraded, seen.Latency));
        Assert.Equal(("started", "web-1", "ams"), (seen.Details!["state"], seen.Details["name"], seen.Details["region"]));
        var request = api.Requests.Single();
        Assert.StartsWith($"GET /v1/apps/shop/machines/{Id} HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nauthorization: Bearer hunter2\r\n", request, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TokenThatNamesItsScheme_IsSentAsItIs()
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Started));
        await Probe.RunAsync(Described(api, ("token", "FlyV1 fm2_a,fm2_b")));
        Assert.Contains("\r\nauthorization: FlyV1 fm2_a,fm2_b\r\n", api.Requests.Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task StoppedMachine_IsIdleAndNoFailure()
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Stopped));
        var seen = await Probe.RunAsync(Described(api));
        Assert.Equal((null, true, "machine stopped"), (seen.Failure, seen.Idle, seen.Message));
    }

    [Theory]
    [InlineData(401, "{}", "hard Auth: the Machines API refuses the token (HTTP 401)")]
    [InlineData(404, """{"error":"machine not found"}""", "hard Unreachable: Machine unreachable")]
    [InlineData(200, "[]", "hard Protocol: the Machines API's answer describes no machine")]
    [InlineData(200, "<html>", "hard Protocol: the Machines API's answer describes no machine")]
    public async Task AnswerWithoutAMachine_IsToldByItsCause(int status, string body, string expected)
    {
        await using var api = RawSite.Answering(RawSite.Answer(status, body));
        var failure = await Probe.FailAsync(Described(api));
        Assert.Equal(expected, $"{failure.Kind()}: {failure.Message}");
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    public async Task TroubleOfThePlatform_DoesNotMakeTheMachineDown(int status)
    {
        await using var api = RawSite.Answering(RawSite.Answer(status, "<html>bad gateway</html>"));
        var seen = await Probe.RunAsync(Described(api));
        Assert.Equal((null, true, $"the Machines API answers HTTP {status}, so nothing is known of the machine"), (seen.Failure, seen.SaysDegraded, seen.Message));
    }

    [Fact]
    public async Task PlatformThatCantBeReached_DoesNotMakeTheMachineDown()
    {
        var port = Ports.Free();
        var seen = await Probe.RunAsync(Probe.Described($"fly://shop/{Id}", ("api", $"http://127.0.0.1:{port}"), ("token", "hunter2")));
        Assert.Equal(
            (null, true, $"the Machines API does not answer: nothing listens on 127.0.0.1:{port} (connection refused), so nothing is known of the machine"),
            (seen.Failure, seen.SaysDegraded, seen.Message));
    }

    [Fact]
    public async Task WithPath_MachineThatAnswers_IsJudgedByItsAnswerAndThePlatformNotAsked()
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Stopped));
        await using var machine = RawSite.Answering(RawSite.Answer(200, """{"status":"healthy"}"""));
        var seen = await Probe.RunAsync(Described(api, ("path", "/status"), ("port", machine.Port), ("host", "127.0.0.1")));
        Assert.Null(seen.Failure);
        Assert.Equal(200, seen.HttpStatus);
        Assert.StartsWith("GET /status HTTP/1.1\r\n", machine.Requests.Single(), StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData(503, "soft HttpStatus: HTTP 503")]
    [InlineData(302, "hard HttpStatus: HTTP 302")]
    public async Task WithPath_MachineThatAnswersBadly_IsJudgedByItsAnswer(int status, string expected)
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Stopped));
        await using var machine = RawSite.Answering(RawSite.Answer(status, "", "Location: /elsewhere\r\n"));
        var failure = await Probe.FailAsync(Described(api, ("path", "/status"), ("port", machine.Port), ("host", "127.0.0.1")));
        Assert.StartsWith(expected, $"{failure.Kind()}: {failure.Message}", StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData(200, Stopped, "idle: machine stopped")]
    [InlineData(200, Started, "hard Unreachable: Machine unreachable")]
    [InlineData(200, """{"state":"starting"}""", "idle: machine is starting")]
    [InlineData(404, "{}", "hard Unreachable: Machine unreachable")]
    [InlineData(200, """{"state":"newfangled"}""", "hard Unreachable: Machine unreachable")]
    [InlineData(500, "", "hard Refused: nothing listens on 127.0.0.1:{port} (connection refused); the Machines API answers HTTP 500")]
    public async Task WithPath_MachineThatCantBeReached_ThePlatformIsAskedBeforeJudging(int status, string body, string expected)
    {
        await using var api = RawSite.Answering(RawSite.Answer(status, body));
        var port = Ports.Free();
        var seen = await Probe.RunAsync(Described(api, ("path", "/status"), ("port", port), ("host", "127.0.0.1")));
        var told = seen.Failure is { } failure ? $"{failure.Kind()}: {failure.Message}" : $"idle: {seen.Message}";
        Assert.Equal(expected.Replace("{port}", $"{port}", StringComparison.Ordinal), told);
    }

    [Fact]
    public async Task WithPath_MachineThatHangs_ThePlatformIsAskedWithinTheTimeout()
    {
        await using var api = RawSite.Answering(RawSite.Answer(200, Stopped));
        await using var machine = RawSite.Start(visit => visit.HangAsync());
        var timeout = TimeSpan.FromSeconds(2);
        var seen = await Probe.RunAsync(Described(api, ("path", "/status"), ("port", machine.Port), ("host", "127.0.0.1")), timeout: timeout);
        Assert.Equal((null, true, "machine stopped"), (seen.Failure, seen.Idle, seen.Message));
        Assert.Single(api.Requests);
    }

    [Theory]
    [InlineData("""{"type":"fly","url":"fly://shop/3d8d9e1c1d7d89","token":"hunter2"}""")]
    [InlineData("""{"url":"fly://shop/3d8d9e1c1d7d89","path":"/status?deep=1","port":9000,"host":"10.0.0.7","api":"http://_api.internal:4280"}""")]
    public void Read_Describe_AreTheSame(string described)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(("fly", "machine"), (spec.Kind, spec.Options.ServiceType));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        var shown = spec.Options.Describe(secrets: false).ToJsonString();
        Assert.DoesNotContain("hunter2", shown + spec.Options, StringComparison.Ordinal);
        Assert.Equal(spec, Probe.Read(shown, new(), before: spec));
    }

    [Fact]
    public void Read_Path_IsAskedInThePrivateNetwork() =>
        Assert.Equal($"{Id}.vm.shop.internal:8080", Probe.Spec(Probe.Described($"fly://shop/{Id}", ("path", "/status"))).Options.Peer);

    [Theory]
    [InlineData("""{"type":"fly"}""", "check.url: is missing; needed: fly:// with an app and a machine's id")]
    [InlineData("""{"url":"fly://shop"}""", "check.url: found \"fly://shop\"; allowed: fly:// with an app and a machine's id")]
    [InlineData("""{"url":"fly://shop/a","path":"status"}""", "check.path: found \"status\"; allowed: a path that begins with a slash")]
    [InlineData("""{"url":"fly://shop/a","port":80}""", "check.port: found the number 80; allowed: nothing without a path")]
    [InlineData("""{"url":"fly://shop/a","path":"/","host":"a b"}""", "check.host: found \"a b\"; allowed: a host's name or address")]
    [InlineData("""{"url":"fly://shop/a","api":"ftp://x"}""", "check.api: found \"ftp://x\"; allowed: http or https and a host")]
    [InlineData("""{"url":"fly://shop/a","token":"***"}""", "check.token: found \"***\"; allowed: a token of printable characters")]
    public void Read_SomethingElse_NamesTheField(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    private static string Described(RawSite api, params ReadOnlySpan<(string Name, JsonNode? Value)> options) =>
        Probe.Described($"fly://shop/{Id}", [("api", $"http://127.0.0.1:{api.Port}"), ("token", "hunter2"), .. options]);
}
