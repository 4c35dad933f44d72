using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Nats;

/// <summary>A real NATS server: well, stopped, restarted, hanging, with logins, with and without JetStream, and over TLS.</summary>
public sealed class NatsCheckTests
{
    private const string Password = "hunter2";

    private static readonly Probe Probe = new();

    [Fact]
    public async Task Well_AnswersThePing_AndTellsOfItself()
    {
        await using var server = await NatsServer.StartAsync(null, "--name", "post");

        var seen = await Probe.RunAsync($"nats://127.0.0.1:{server.Port}");

        Assert.Null(seen.Failure);
        Assert.Matches(@"^\d+\.\d+", (string)seen.Details!["version"]!);
        Assert.Equal("post", seen.Details["server_name"]);
        Assert.False(seen.Details.ContainsKey("jetstream"));
        Assert.True(seen.Phases is { ConnectMs: > 0, FirstByteMs: > 0, TotalMs: > 0, TlsMs: null }, seen.Phases.ToString());
    }

    [Fact]
    public async Task StoppedAndRestarted_IsRefusedAndThenWellAgain()
    {
        await using var server = await NatsServer.StartAsync();
        var spec = Probe.Spec($"nats://127.0.0.1:{server.Port}");
        Assert.Null((await Probe.RunAsync(spec)).Failure);
        await server.EndAsync();
        Assert.Equal("hard Refused", (await Probe.RunAsync(spec)).Failure?.Kind());
        await server.StartAgainAsync();
        Assert.Null((await Probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Hanging_IsSoftTimeout_AndWellAgainAfterwards()
    {
        await using var server = await NatsServer.StartAsync();
        var url = $"nats://127.0.0.1:{server.Port}";
        await server.FreezeAsync();

        var failure = await Probe.FailAsync(url, TimeSpan.FromSeconds(1));

        Assert.Equal("soft Timeout: no answer within 1s after connecting (slow response)", $"{failure.Kind()}: {failure.Message}");
        await server.ThawAsync();
        Assert.Null((await Probe.RunAsync(url)).Failure);
    }

    [Fact]
    public async Task UserAndPassword_AreHeldToTheServersOwn()
    {
        await using var server = await NatsServer.StartAsync(null, "--user", "ann", "--pass", Password);
        Assert.Null((await Probe.RunAsync($"nats://ann:{Password}@127.0.0.1:{server.Port}")).Failure);
        await RefusedAsync($"nats://127.0.0.1:{server.Port}");
        await RefusedAsync($"nats://ann:other@127.0.0.1:{server.Port}");
        await RefusedAsync($"nats://{Password}@127.0.0.1:{server.Port}");
    }

    [Fact]
    public async Task Token_IsHeldToTheServersOwn()
    {
        await using var server = await NatsServer.StartAsync(null, "--auth", Password);
        Assert.Null((await Probe.RunAsync($"nats://{Password}@127.0.0.1:{server.Port}")).Failure);
        await RefusedAsync($"nats://other@127.0.0.1:{server.Port}");
    }

    [Fact]
    public async Task JetStream_ThatIsThere_TellsHowItStands()
    {
        await using var server = await NatsServer.StartAsync(null, "--jetstream");

        var seen = await Probe.RunAsync($$"""{"url":"nats://127.0.0.1:{{server.Port}}","jetstream":true}""");

        Assert.Null(seen.Failure);
        var state = Assert.IsType<Dictionary<string, object?>>(seen.Details!["jetstream"]);
        Assert.Equal([("streams", 0L), ("consumers", 0L), ("memory", 0L), ("storage", 0L)], state.Select(pair => (pair.Key, (long)pair.Value!)));
    }

    [Fact]
    public async Task JetStream_ThatIsNotThere_IsHardBody()
    {
        await using var server = await NatsServer.StartAsync();
        var failure = await Probe.FailAsync($$"""{"url":"nats://127.0.0.1:{{server.Port}}","jetstream":true}""");
        Assert.Equal("hard Body: JetStream is not enabled", $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task Tls_IsJudgedByItsCertificate()
    {
        using var certificates = new Certificates(TimeProvider.System.GetUtcNow());
        var probe = new Probe(certificates);
        await using (var server = await NatsServer.StartAsync(certificates.Valid()))
        {
            var seen = await probe.RunAsync($"nats://localhost:{server.Port}");
            Assert.Null(seen.Failure);
            Assert.NotNull(seen.Phases.TlsMs);
            Assert.NotNull(seen.CertificateExpiresAt);
        }

        await using var other = await NatsServer.StartAsync(certificates.WrongName());
        var failure = await probe.FailAsync($"nats://localhost:{other.Port}");
        Assert.Equal("hard Tls: the certificate is not for localhost but for elsewhere.example (security issue)", $"{failure.Kind()}: {failure.Message}");
        Assert.Null((await probe.RunAsync($$"""{"url":"nats://localhost:{{other.Port}}","insecure_tls":true}""")).Failure);
    }

    [Fact]
    public async Task TlsAskedForWhereThereIsNone_IsHardTls()
    {
        await using var server = await NatsServer.StartAsync();
        var failure = await Probe.FailAsync($$"""{"url":"nats://127.0.0.1:{{server.Port}}","tls":true}""");
        Assert.Equal($"hard Tls: 127.0.0.1:{server.Port} has no TLS, and it is asked for", $"{failure.Kind()}: {failure.Message}");
    }

    private static async Task RefusedAsync(string url)
    {
        var seen = await Probe.RunAsync(url);
        Assert.Equal("hard Auth: the login was refused: Authorization Violation", $"{seen.Failure?.Kind()}: {seen.Failure?.Message}");
        Assert.True(seen.Answered);
        Assert.DoesNotContain(Password, string.Concat(seen.Evidence), StringComparison.Ordinal);
    }
}
