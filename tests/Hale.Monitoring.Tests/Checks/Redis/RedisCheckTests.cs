using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Redis;

/// <summary>A real Redis: well, stopped, restarted, hanging, with logins, as a replica, and over TLS.</summary>
public sealed class RedisCheckTests
{
    private const string Password = "hunter2/ü";

    private static readonly Probe Probe = new();

    [Fact]
    public async Task Well_AnswersThePing_AndTellsOfItself()
    {
        await using var server = await RedisServer.StartAsync();

        var seen = await Probe.RunAsync($"redis://127.0.0.1:{server.Port}/3");

        Assert.Null(seen.Failure);
        Assert.False(seen.SaysDegraded);
        Assert.Equal("primary", seen.Details!["role"]);
        Assert.Matches(@"^\d+\.\d+", (string)seen.Details["version"]!);
        Assert.IsType<long>(seen.Details["uptime"]);
        Assert.True(seen.Phases is { ConnectMs: > 0, FirstByteMs: > 0, TotalMs: > 0, TlsMs: null }, seen.Phases.ToString());
        Assert.Contains("PING was answered with PONG", seen.Evidence);
    }

    [Fact]
    public async Task StoppedAndRestarted_IsRefusedAndThenWellAgain()
    {
        await using var server = await RedisServer.StartAsync();
        var spec = Probe.Spec($"redis://127.0.0.1:{server.Port}");
        Assert.Null((await Probe.RunAsync(spec)).Failure);
        await server.EndAsync();
        Assert.Equal("hard Refused", (await Probe.RunAsync(spec)).Failure?.Kind());
        await server.StartAgainAsync();
        Assert.Null((await Probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Hanging_IsSoftTimeout_AndWellAgainAfterwards()
    {
        await using var server = await RedisServer.StartAsync();
        var url = $"redis://127.0.0.1:{server.Port}";
        await server.FreezeAsync();

        var failure = await Probe.FailAsync(url, TimeSpan.FromSeconds(1));

        Assert.Equal("soft Timeout: no answer within 1s after connecting (slow response)", $"{failure.Kind()}: {failure.Message}");
        await server.ThawAsync();
        Assert.Null((await Probe.RunAsync(url)).Failure);
    }

    [Fact]
    public async Task Login_IsAskedForAndHeldToThePassword()
    {
        await using var server = await RedisServer.StartAsync(
            null, "--requirepass", Password, "--user", "ann", "on", $">{Password}", "~*", "+@all", "--user", "bob", "on", $">{Password}", "~*", "-@all", "+auth");
        var escaped = Uri.EscapeDataString(Password);

        Assert.Null((await Probe.RunAsync($"redis://:{escaped}@127.0.0.1:{server.Port}")).Failure);
        Assert.Null((await Probe.RunAsync($"redis://ann:{escaped}@127.0.0.1:{server.Port}/0")).Failure);
        await FailsAsync("", "hard Auth: the server wants a login, and the URL has none: NOAUTH Authentication required.");
        await FailsAsync(":wrong-one@", "hard Auth: the login was refused: WRONGPASS invalid username-password pair or user is disabled.");
        await FailsAsync($"carl:{escaped}@", "hard Auth: the login was refused: WRONGPASS invalid username-password pair or user is disabled.");
        await FailsAsync($"bob:{escaped}@", "hard Auth: PING was refused: NOPERM this user has no permissions to run the 'ping' command");

        async Task FailsAsync(string login, string expected)
        {
            var seen = await Probe.RunAsync($"redis://{login}127.0.0.1:{server.Port}");
            Assert.StartsWith(expected[..^1], $"{seen.Failure?.Kind()}: {seen.Failure?.Message}", StringComparison.OrdinalIgnoreCase);
            Assert.True(seen.Answered);
            Assert.DoesNotContain(Password, seen.Failure!.Message + string.Concat(seen.Evidence), StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-one", seen.Failure.Message + string.Concat(seen.Evidence), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task LoginWhereNoneIsSetUp_IsHardAuth()
    {
        await using var server = await RedisServer.StartAsync();
        var failure = await Probe.FailAsync($"redis://:secret@127.0.0.1:{server.Port}");
        Assert.StartsWith("hard Auth: the login was refused: ", $"{failure.Kind()}: {failure.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseThatIsNotThere_IsHardBody()
    {
        await using var server = await RedisServer.StartAsync();
        var failure = await Probe.FailAsync($"redis://127.0.0.1:{server.Port}/99");
        Assert.Equal("hard Body: database 99 can't be used: ERR DB index is out of range", $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task OutOfClients_IsHardBody()
    {
        await using var server = await RedisServer.StartAsync(null, "--maxclients", "1");
        using var guest = await OnlyGuestAsync(server.Port);

        var failure = await Probe.FailAsync($"redis://127.0.0.1:{server.Port}");

        Assert.Equal("hard Body: PING was refused: ERR max number of clients reached", $"{failure.Kind()}: {failure.Message}");
    }

    /// <summary>The one client there is room for: whoever asked whether the server listens has to be gone first.</summary>
    private static async Task<System.Net.Sockets.TcpClient> OnlyGuestAsync(int port)
    {
        var answer = new byte[7];
        while (true)
        {
            var guest = new System.Net.Sockets.TcpClient();
            await guest.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            await guest.GetStream().WriteAsync("PING\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await guest.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            if (answer.AsSpan().SequenceEqual("+PONG\r\n"u8))
                return guest;
            guest.Dispose();
        }
    }

    [Fact]
    public async Task ReplicaWithoutItsPrimary_IsDegraded()
    {
        await using var server = await RedisServer.StartAsync(null, "--replicaof", "127.0.0.1", $"{Ports.Free()}");

        var seen = await Probe.RunAsync($"redis://127.0.0.1:{server.Port}");

        Assert.Null(seen.Failure);
        Assert.True(seen.SaysDegraded);
        Assert.Equal("the replica has no connection to its primary, and what it answers may be old", seen.Message);
        Assert.Equal(("replica", "down"), (seen.Details!["role"], seen.Details["primary_link"]));
    }

    [Fact]
    public async Task ReplicaThatMayNotServeOldData_IsHardBody()
    {
        await using var server = await RedisServer.StartAsync(null, "--replicaof", "127.0.0.1", $"{Ports.Free()}", "--replica-serve-stale-data", "no");

        var failure = await Probe.FailAsync($"redis://127.0.0.1:{server.Port}");

        Assert.StartsWith("hard Body: PING was refused: MASTERDOWN Link with MASTER is down", $"{failure.Kind()}: {failure.Message}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_IsJudgedByItsCertificate()
    {
        using var certificates = new Certificates(TimeProvider.System.GetUtcNow());
        var probe = new Probe(certificates);
        await using (var server = await RedisServer.StartAsync(certificates.Valid()))
        {
            var seen = await probe.RunAsync($"rediss://localhost:{server.Port}");
            Assert.Null(seen.Failure);
            Assert.NotNull(seen.Phases.TlsMs);
            Assert.NotNull(seen.CertificateExpiresAt);
            Assert.Equal("hard Reset", (await probe.FailAsync($"redis://localhost:{server.Port}")).Kind());
        }

        await using var other = await RedisServer.StartAsync(certificates.WrongName());
        var failure = await probe.FailAsync($"rediss://localhost:{other.Port}");
        Assert.Equal("hard Tls: the certificate is not for localhost but for elsewhere.example (security issue)", $"{failure.Kind()}: {failure.Message}");
        Assert.Null((await probe.RunAsync($$"""{"url":"rediss://localhost:{{other.Port}}","insecure_tls":true}""")).Failure);
    }

    [Fact]
    public async Task TlsWhereThereIsNone_IsSoftTimeout_SinceTheServerWaitsForMore()
    {
        await using var server = await RedisServer.StartAsync();
        var failure = await Probe.FailAsync($"rediss://127.0.0.1:{server.Port}", TimeSpan.FromSeconds(1));
        Assert.Equal("soft Timeout: the TLS handshake was not finished within 1s (slow response)", $"{failure.Kind()}: {failure.Message}");
    }
}
