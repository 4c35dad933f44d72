using System.Net.Security;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>HTTP/2, whose frames go both ways before there is an answer.</summary>
public sealed class Http2Tests : IDisposable
{
    /// <summary>An empty SETTINGS frame, with which a server begins (RFC 9113, section 3.4).</summary>
    private const string Settings = "\0\0\0\u0004\0\0\0\0\0";

    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly Certificates _certificates;

    public Http2Tests() => _certificates = new(_time.GetUtcNow());

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task FirstByte_IsThatOfTheAnswer(bool tls, bool reuse)
    {
        await using var server = await SlowAsync(tls);
        var probe = new Probe(_certificates, time: _time);
        var spec = probe.Spec(Described(tls, server.Port, "/slow", reuse));
        for (var i = 0; i < 2; i++)
        {
            var seen = await probe.RunAsync(spec);
            Assert.Null(seen.Failure);
            Assert.Equal(1200, seen.Phases.FirstByteMs);
            Assert.Equal(1200, seen.Phases.TotalMs);
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public async Task FirstByte_OverRedirects_IsTheSumOfAllAnswers(bool tls, bool reuse)
    {
        await using var server = await SlowAsync(tls);
        var probe = new Probe(_certificates, time: _time);
        var spec = probe.Spec(Described(tls, server.Port, "/first", reuse));
        for (var i = 0; i < 2; i++)
            Assert.Equal(3 * 1200, (await probe.RunAsync(spec)).Phases.FirstByteMs);
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    public async Task ClosedBeforeTheAnswer_IsHardReset(bool tls, bool settings, bool hard)
    {
        await using var site = RawSite.Start(
            async visit =>
            {
                if (settings)
                    await visit.SendAsync(Settings);
                await visit.ReadSomeAsync();
                if (hard)
                    visit.Reset();
            },
            tls ? _certificates.Valid() : null,
            speaks: SslApplicationProtocol.Http2);

        var failure = await new Probe(_certificates).FailAsync(Described(tls, site.Port, "/"));

        Assert.Equal("hard Reset", failure.Kind());
    }

    [Theory]
    [InlineData("")]
    [InlineData("http/1.1")]
    public async Task Server_WithoutHttp2_IsHardProtocolAndSaysSo(string speaks)
    {
        await using var site = RawSite.Start(
            async visit =>
            {
                await visit.ReadRequestAsync();
                await visit.SendAsync(RawSite.Answer(200, "{}"));
            },
            _certificates.Valid(),
            speaks: speaks.Length > 0 ? new SslApplicationProtocol(speaks) : null);
        var probe = new Probe(_certificates);

        foreach (var described in new[] { Described(true, site.Port, "/"), $"grpcs://localhost:{site.Port}" })
        {
            var failure = await probe.FailAsync(described);
            Assert.Equal("hard Protocol: localhost does not speak HTTP/2 (protocol error)", $"{failure.Kind()}: {failure.Message}");
        }
    }

    private Task<Http2Server> SlowAsync(bool tls) => Http2Server.StartAsync(
        async context =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1200));
            var next = context.Request.Path.Value switch { "/first" => "/second", "/second" => "/third", _ => null };
            if (next is not null)
                context.Response.Redirect(next);
            await context.Response.WriteAsync("fine");
        },
        tls ? _certificates.Valid() : null);

    private static string Described(bool tls, int port, string path, bool reuse = false) =>
        Probe.Described($"{(tls ? "https" : "http")}://localhost:{port}{path}", ("http_version", "2"), ("reuse_connection", reuse));
}
