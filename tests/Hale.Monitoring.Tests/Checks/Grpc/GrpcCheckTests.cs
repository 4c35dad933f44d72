using Grpc.Core;
using Grpc.Health.V1;
using Hale.Monitoring.Checks.Grpc;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Grpc;

/// <summary>A real gRPC server in every state it can be in, and others in its place.</summary>
public sealed class GrpcCheckTests
{
    private static readonly Probe Probe = new();

    [Fact]
    public async Task Serving_IsASuccess()
    {
        await using var server = await GrpcServer.StartAsync();
        server.Health.SetStatus("shop.Orders", HealthCheckResponse.Types.ServingStatus.Serving);
        foreach (var path in new[] { "", "/", "/shop.Orders" })
        {
            var seen = await Probe.RunAsync($"grpc://127.0.0.1:{server.Port}{path}");
            Assert.Null(seen.Failure);
            Assert.Equal("SERVING", seen.Details!["serving"]);
            Assert.Equal(0, seen.Details["grpc_status"]);
            Assert.Contains("HTTP 200", seen.Evidence);
            Assert.True(seen.Phases is { ConnectMs: > 0, FirstByteMs: > 0, TotalMs: > 0, TlsMs: null }, seen.Phases.ToString());
        }
    }

    [Fact]
    public async Task NotServing_IsHardBody()
    {
        await using var server = await GrpcServer.StartAsync();
        server.Health.SetStatus("shop.Orders", HealthCheckResponse.Types.ServingStatus.NotServing);
        server.Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Unknown);
        await FailsAsync(server.Port, "/shop.Orders", "hard Body: the service shop.Orders says that it is NOT_SERVING");
        await FailsAsync(server.Port, "", "hard Body: the server says that it is UNKNOWN");
        await FailsAsync(server.Port, "/shop.Nobody", "hard Body: the server does not know the service shop.Nobody (NOT_FOUND)");
    }

    [Fact]
    public async Task WithoutAHealthService_IsHardBody()
    {
        await using var server = await GrpcServer.StartAsync(healthy: false);
        await FailsAsync(server.Port, "", "hard Body: the server has no health service, grpc.health.v1 (UNIMPLEMENTED)");
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated, "who are you", "hard Auth: the call was refused (UNAUTHENTICATED): who are you")]
    [InlineData(StatusCode.PermissionDenied, "not you", "hard Auth: the call is not allowed (PERMISSION_DENIED): not you")]
    [InlineData(StatusCode.DeadlineExceeded, "late", "soft Timeout: the server gave up waiting (DEADLINE_EXCEEDED): late (slow response)")]
    [InlineData(StatusCode.Unavailable, "100 % busy: ü", "hard Body: the call ended with gRPC status 14: 100 % busy: ü")]
    public async Task CallThatIsRefused_IsToldByItsCause(StatusCode code, string message, string expected)
    {
        await using var server = await GrpcServer.StartAsync(refuse: _ => throw new RpcException(new(code, message)));
        await FailsAsync(server.Port, "", expected);
    }

    [Fact]
    public async Task Headers_GoAlong_AndAreNeverShown()
    {
        await using var server = await GrpcServer.StartAsync(refuse: context =>
            context.RequestHeaders.GetValue("authorization") == "Bearer hunter2" ? Task.CompletedTask : throw new RpcException(new(StatusCode.Unauthenticated, "no")));
        Assert.Null((await Probe.RunAsync($$$"""{"url":"grpc://127.0.0.1:{{{server.Port}}}","headers":{"authorization":"Bearer hunter2"}}""")).Failure);
        Assert.Equal("hard Auth", (await Probe.FailAsync($"grpc://127.0.0.1:{server.Port}")).Kind());
    }

    [Fact]
    public async Task StoppedAndHanging_AreRefusedAndSoftTimeout()
    {
        int port;
        await using (var server = await GrpcServer.StartAsync(refuse: context => Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken)))
        {
            port = server.Port;
            var failure = await Probe.FailAsync($"grpc://127.0.0.1:{port}", TimeSpan.FromSeconds(1));
            Assert.Equal("soft Timeout: no answer within 1s after connecting (slow response)", $"{failure.Kind()}: {failure.Message}");
        }

        Assert.Equal("hard Refused", (await Probe.FailAsync($"grpc://127.0.0.1:{port}")).Kind());
    }

    [Fact]
    public async Task Tls_IsJudgedByItsCertificate()
    {
        using var certificates = new Certificates(TimeProvider.System.GetUtcNow());
        var probe = new Probe(certificates);
        await using (var server = await GrpcServer.StartAsync(certificates.Valid()))
        {
            var seen = await probe.RunAsync($"grpcs://localhost:{server.Port}");
            Assert.Null(seen.Failure);
            Assert.NotNull(seen.Phases.TlsMs);
            Assert.NotNull(seen.CertificateExpiresAt);
        }

        await using var other = await GrpcServer.StartAsync(certificates.WrongName());
        var failure = await probe.FailAsync($"grpcs://localhost:{other.Port}");
        Assert.Equal("hard Tls: the certificate is not for localhost but for elsewhere.example (security issue)", $"{failure.Kind()}: {failure.Message}");
        Assert.Null((await probe.RunAsync($$"""{"url":"grpcs://localhost:{{other.Port}}","insecure_tls":true}""")).Failure);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "hard Protocol")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "hard Protocol")]
    [InlineData("", "hard Reset")]
    public async Task SomebodyElse_IsToldByItsCause(string bytes, string expected)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync(bytes);
        });
        Assert.Equal(expected, (await Probe.FailAsync($"grpc://127.0.0.1:{site.Port}")).Kind());
    }

    [Theory]
    [InlineData("grpc://orders.example:9090", "orders.example:9090", "")]
    [InlineData("""{"type":"grpc","url":"grpcs://[::1]:443/shop.Orders","headers":{"x-team":"core","x-api-key":"hunter2"},"insecure_tls":true}""", "[::1]:443", "shop.Orders")]
    public void Read_Describe_AreTheSame(string described, string peer, string service)
    {
        var spec = Probe.Spec(described);
        Assert.Equal((peer, service), (spec.Options.Peer, ((GrpcCheckOptions)spec.Options).Service));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        var shown = spec.Options.Describe(secrets: false).ToJsonString();
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Equal(spec, Probe.Read(shown, new(), before: spec));
    }

    [Theory]
    [InlineData("grpc://orders.example", "check.url: found \"grpc://orders.example\"; allowed: grpc or grpcs, a host and a port")]
    [InlineData("grpc://orders.example:1/a/b", "check.url: found \"grpc://orders.example:1/a/b\"; allowed: behind the host nothing, or a service's full name")]
    [InlineData("""{"url":"grpc://orders.example:1","insecure_tls":true}""", "check.insecure_tls: found true; allowed: only with grpcs://")]
    [InlineData("""{"url":"grpc://orders.example:1","headers":{"Bad Name":"x"}}""", "check.headers.Bad Name: found \"Bad Name\"; allowed: ")]
    [InlineData("""{"url":"grpc://orders.example:1","headers":{"x":"a\nb"}}""", "check.headers.x: found a value of 3 characters; allowed: ")]
    public void Read_SomethingElse_NamesTheField(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public void Messages_AreProtobufs()
    {
        foreach (var service in new[] { "", "shop.Orders", new string('x', 200) })
        {
            var framed = HealthMessages.Request(service);
            Assert.Equal(service, HealthCheckRequest.Parser.ParseFrom(framed.AsSpan(5)).Service);
        }

        foreach (var status in Enum.GetValues<HealthCheckResponse.Types.ServingStatus>())
        {
            var message = Google.Protobuf.MessageExtensions.ToByteArray(new HealthCheckResponse { Status = status });
            Assert.Equal((int)status, (int)HealthMessages.Response([0, 0, 0, 0, (byte)message.Length, .. message])!);
        }
    }

    [Fact]
    public void Anything_IsReadWithoutAFault() => Seeds.Each(20_000, random =>
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        HealthMessages.Response(bytes);
        HealthMessages.Response([0, 0, 0, 0, (byte)bytes.Length, .. bytes]);
    });

    private static async Task FailsAsync(int port, string path, string expected)
    {
        var seen = await Probe.RunAsync($"grpc://127.0.0.1:{port}{path}");
        Assert.StartsWith(expected, $"{seen.Failure?.Kind()}: {seen.Failure?.Message}", StringComparison.Ordinal);
        Assert.True(seen.Answered);
    }

    [Fact]
    public void MaskedHeader_IsKeptForItsHost_AndRefusedForAnother()
    {
        var probe = new Probe();
        var before = probe.Spec("""{"url":"grpcs://cart.example:443/shop.Cart","headers":{"authorization":"Bearer s3cret"}}""");
        var shown = before.Options.Describe(secrets: false).ToJsonString();
        Assert.Equal(before.Options.Describe(secrets: true).ToJsonString(), probe.Read(shown, new(), before: before)!.Options.Describe(secrets: true).ToJsonString());
        var elsewhere = shown.Replace("cart.example", "elsewhere.example", StringComparison.Ordinal);
        Assert.Contains("headers.authorization: ", probe.Problems(elsewhere, before), StringComparison.Ordinal);
    }
}
