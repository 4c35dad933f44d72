using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hale.Monitoring.Tests.Checks.Grpc;

/// <summary>A real gRPC server with grpc.health.v1, over HTTP/2 in the clear or over TLS.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GrpcServer(WebApplication app) => _app = app;

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>What it says of its services.</summary>
    public HealthServiceImpl Health => _app.Services.GetRequiredService<HealthServiceImpl>();

    /// <summary>Starts one.</summary>
    /// <param name="refuse">What each call ends with instead of an answer; null for none.</param>
    /// <param name="healthy">Whether it has a health service.</param>
    public static async Task<GrpcServer> StartAsync(X509Certificate2? certificate = null, Func<ServerCallContext, Task>? refuse = null, bool healthy = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<Refusing>(refuse ?? (_ => Task.CompletedTask)));
        builder.Services.AddSingleton<HealthServiceImpl>();
        var app = builder.Build();
        if (healthy)
            app.MapGrpcService<HealthServiceImpl>();
        else
            app.MapGrpcService<Nothing>();
        await app.StartAsync();
        var server = new GrpcServer(app);
        server.Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Nothing : global::Grpc.Health.V1.Health.HealthBase;

    private sealed class Refusing(Func<ServerCallContext, Task> refuse) : global::Grpc.Core.Interceptors.Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            await refuse(context);
            return await continuation(request, context);
        }
    }
}
