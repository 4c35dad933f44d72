using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hale.Client.Tests;

/// <summary>A server on loopback that answers what a test says and remembers what it was asked.</summary>
internal sealed class Stub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Stub(WebApplication app) => _app = app;

    /// <summary>Method, path and query of each request.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The headers of each request that tests look at.</summary>
    public ConcurrentQueue<(string? Authorization, string? IfMatch)> Headers { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Stub> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new Stub(app);
        app.UseWebSockets();
        app.Run(context =>
        {
            stub.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            stub.Headers.Enqueue((context.Request.Headers.Authorization, context.Request.Headers.IfMatch));
            return answer(context);
        });
        await app.StartAsync();
        return stub;
    }

    public static Task<Stub> StartAsync(int status, string body, string type = "application/json") => StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
