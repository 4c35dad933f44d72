using Hale.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace Hale.Server.Tests.Probing;

/// <summary>A server of HTTP/2 that answers every call of gRPC's health service with the same bytes.</summary>
internal static class HealthGrpc
{
    public const string Serving = "SERVING";
    public const string NotServing = "NOT_SERVING";
    public const string Unauthenticated = "UNAUTHENTICATED";

    public static Task<Http2Server> StartAsync(string answer) => Http2Server.StartAsync(context => AnswerAsync(context, answer));

    private static async Task AnswerAsync(HttpContext context, string answer)
    {
        context.Response.ContentType = "application/grpc";

        // A message of one field: the serving status (grpc.health.v1, HealthCheckResponse).
        if (answer != Unauthenticated)
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, 2, 8, answer == Serving ? (byte)1 : (byte)2]);
        context.Response.AppendTrailer("grpc-status", answer == Unauthenticated ? "16" : "0");
    }
}
