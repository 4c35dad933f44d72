using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Nats;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Nats;

/// <summary>Whoever answers where NATS is expected, with whatever; and how a check is described.</summary>
public sealed class NatsRudeTests
{
    private const string NotNats = "hard Protocol: the answer is not NATS's protocol (protocol error)";
    private const string Hello = "INFO {\"server_id\":\"x\",\"headers\":true} \r\n";

    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", NotNats)]
    [InlineData("INFO nothing\r\n", NotNats)]
    [InlineData("INFO []\r\n", NotNats)]
    [InlineData("PONG\r\n", NotNats)]
    [InlineData("\0\0\0", NotNats)]
    [InlineData("INF", "hard Protocol: the answer was cut short (protocol error)")]
    [InlineData("", "hard Reset: 127.0.0.1:PORT closed the connection before the first byte of an answer")]
    [InlineData("-ERR 'maximum connections exceeded'\r\n", "hard Body: the server says: maximum connections exceeded")]
    [InlineData(Hello + "-ERR 'Authentication Timeout'\r\n", "hard Auth: the login was refused: Authentication Timeout")]
    [InlineData(Hello + "+OK\r\nPING\r\nGARBAGE\r\n", NotNats)]
    public Task Answer_OfAnotherSort_IsToldByItsCause(string bytes, string expected) => FailsAsync(bytes, expected, jetStream: false);

    [Theory]
    [InlineData("MSG a 1 2\r\n{}\r\n", null)]
    [InlineData("MSG a 1  2\r\n[]\r\n", NotNats)]
    [InlineData("MSG a 1 1\r\n{\r\n", NotNats)]
    [InlineData("MSG a 1 -1\r\n", NotNats)]
    [InlineData("MSG a 1 99999999\r\n", NotNats)]
    [InlineData("MSG a 1 2\r\n{}xx", NotNats)]
    [InlineData("HMSG a 1 16 16\r\nNATS/1.0 503\r\n\r\n\r\n", "hard Body: JetStream is not enabled")]
    [InlineData("HMSG a 1 17 16\r\nNATS/1.0 503\r\n\r\n\r\n", NotNats)]
    [InlineData("MSG a 1 61\r\n{\"error\":{\"code\":503,\"description\":\"insufficient resources\"}}\r\n", "hard Body: JetStream: insufficient resources")]
    public Task JetStream_WhateverItSays_IsToldByItsCause(string bytes, string? expected) =>
        FailsAsync($"{Hello}PONG\r\n{bytes}", expected, jetStream: true);

    [Fact]
    public async Task LameDuck_IsDegraded()
    {
        await using var site = Site("INFO {\"ldm\":true}\r\nPONG\r\n");
        var seen = await Probe.RunAsync($"nats://127.0.0.1:{site.Port}");
        Assert.Null(seen.Failure);
        Assert.Equal((true, "the server is about to stop (lame duck)"), (seen.SaysDegraded, seen.Message));
    }

    [Theory]
    [InlineData("nats://nats.example", "nats.example:4222")]
    [InlineData("""{"type":"nats","url":"nats://ann:p%40ss@[::1]:5000","jetstream":true,"tls":true,"insecure_tls":true}""", "[::1]:5000")]
    public void Read_Describe_AreTheSame(string described, string peer)
    {
        var spec = Probe.Spec(described);
        Assert.Equal((peer, "queue"), (spec.Options.Peer, spec.Options.ServiceType));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
    }

    [Fact]
    public void Token_IsMaskedLikeAPassword()
    {
        Assert.Equal("nats://***@nats.example", Probe.Spec("nats://hunter2@nats.example").Options.Describe(secrets: false)["url"]!.GetValue<string>());
        Assert.StartsWith("check.url: found \"nats://***@nats.example/x\"; allowed: nothing behind", Probe.Problems("nats://hunter2@nats.example/x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Anything_IsReadWithoutAFault() => Prop.ForAll<byte[], byte>((bytes, type) =>
    {
        string[] starts = ["INFO {", "MSG a 1 ", "HMSG a 1 ", "-ERR ", "HMSG a 1 2 4\r\n", "MSG a 1 4\r\n"];
        byte[] likely = [.. System.Text.Encoding.ASCII.GetBytes(starts[type % starts.Length]), .. bytes, 13, 10, .. bytes];
        foreach (var each in new[] { bytes, likely })
        {
            var reading = NatsReader.Operation(each, out var operation, out var length);
            Assert.InRange(length, 0, each.Length);
            Assert.Equal(reading == Reading.Whole, operation is not null);
            NatsReader.Info(System.Text.Encoding.Latin1.GetString(each));
        }
    }).QuickCheckThrowOnFailure();

    private static RawSite Site(string bytes) => RawSite.Start(async visit =>
    {
        await visit.SendAsync(bytes);
        await visit.ReadSomeAsync();
        await visit.ReadSomeAsync();
    });

    private static async Task FailsAsync(string bytes, string? expected, bool jetStream)
    {
        await using var site = bytes.StartsWith(Hello, StringComparison.Ordinal) ? Site(bytes) : RawSite.Start(visit => visit.SendAsync(bytes));
        var seen = await Probe.RunAsync($$"""{"url":"nats://127.0.0.1:{{site.Port}}","jetstream":{{(jetStream ? "true" : "false")}}}""");
        Assert.Equal(expected?.Replace("PORT", $"{site.Port}", StringComparison.Ordinal), seen.Failure is { } failure ? $"{failure.Kind()}: {failure.Message}" : null);
    }
}
