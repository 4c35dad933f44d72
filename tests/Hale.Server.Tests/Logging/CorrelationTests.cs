using Hale.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Tests.Logging;

public sealed class CorrelationTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What is answered back, and what the route was told.</summary>
    private static async Task<(string Header, string Seen)> AskAsync(params (string Name, string Value)[] headers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.UseHaleLog();
        app.MapGet("/", (HttpContext http) => http.CorrelationId());
        await app.StartAsync(Cancel);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First());
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await client.SendAsync(request, Cancel);
        return (answer.Headers.GetValues("X-Correlation-Id").Single(), await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task Correlation_Given_IsKeptAndAnsweredBack()
    {
        var (header, seen) = await AskAsync(("X-Correlation-Id", "deploy-42/eu"), ("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));

        Assert.Equal("deploy-42/eu", header);
        Assert.Equal(header, seen);
    }

    [Fact]
    public async Task Correlation_TraceParentOnly_IsItsTraceId()
    {
        var (header, seen) = await AskAsync(("traceparent", $"00-{Trace}-b7ad6b7169203331-01"));

        Assert.Equal(Trace, header);
        Assert.Equal(header, seen);
    }

    [Theory]
    [InlineData("has space")]
    [InlineData("")]
    [InlineData("tab\tinside")]
    public async Task Correlation_NotVisibleAscii_OneIsMade(string given)
    {
        var (header, seen) = await AskAsync(("X-Correlation-Id", given));

        Assert.Matches("^[0-9a-f]{32}$", header);
        Assert.Equal(header, seen);
    }

    [Fact]
    public async Task Correlation_Length_128IsKeptAnd129IsNot()
    {
        Assert.Equal(new string('x', 128), (await AskAsync(("X-Correlation-Id", new string('x', 128)))).Header);
        Assert.NotEqual(new string('x', 129), (await AskAsync(("X-Correlation-Id", new string('x', 129)))).Header);
    }
}
