using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Hale.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Monitoring.Tests.Checks.Grpc;

/// <summary>A real gRPC server with grpc.health.v1, over HTTP/2 in the clear or over TLS.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly Http2Server _server;

    private GrpcServer(Http2Server server) => _server = server;

    public int Port => _server.Port;

    /// <summary>What it says of its services.</summary>
    public HealthServiceImpl Health => _server.Services.GetRequiredService<HealthServiceImpl>();

    /// <summary>Starts one.</summary>
    /// <param name="refuse">What each call ends with instead of an answer; null for none.</param>
    /// <param name="healthy">Whether it has a health service.</param>
    public static async Task<GrpcServer> StartAsync(X509Certificate2? certificate = null, Func<ServerCallContext, Task>? refuse = null, bool healthy = true)
    {
        var server = new GrpcServer(await Http2Server.StartAsync(
            services =>
            {
                services.AddGrpc(grpc => grpc.Interceptors.Add<Refusing>(refuse ?? (_ => Task.CompletedTask)));
                services.AddSingleton<HealthServiceImpl>();
            },
            app =>
            {
                if (healthy)
                    app.MapGrpcService<HealthServiceImpl>();
                else
                    app.MapGrpcService<Nothing>();
            },
            certificate));
        server.Health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
