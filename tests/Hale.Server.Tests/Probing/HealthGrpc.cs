using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Tests.Probing;

/// <summary>A server of HTTP/2 that answers every call of gRPC's health service with the same bytes.</summary>
internal sealed class HealthGrpc : IAsyncDisposable
{
    public const string Serving = "SERVING";
    public const string NotServing = "NOT_SERVING";
    public const string Unauthenticated = "UNAUTHENTICATED";

    private readonly WebApplication _app;

    private HealthGrpc(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<HealthGrpc> StartAsync(string answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, answer));
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/grpc";

        // A message of one field: the serving status (grpc.health.v1, HealthCheckResponse).
        if (answer != Unauthenticated)
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, 2, 8, answer == Serving ? (byte)1 : (byte)2]);
        context.Response.AppendTrailer("grpc-status", answer == Unauthenticated ? "16" : "0");
    }
}
