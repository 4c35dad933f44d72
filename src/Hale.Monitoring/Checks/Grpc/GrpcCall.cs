using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Grpc;

/// <summary>One call of <c>grpc.health.v1.Health/Check</c> (grpc.io, "gRPC over HTTP2").</summary>
internal sealed class GrpcCall(GrpcCheckOptions options, Courier courier, Visit visit)
{
    private const int Most = 64 * 1024;

    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        using var request = Request();
        var (answer, failure) = await courier.SendAsync(request, cancel);
        if (answer is null)
            return failure;
        using (answer)
        {
            var (body, broken) = await courier.ReadAsync(answer, Most, cancel);
            return broken ?? Judge(answer, body);
        }
    }

    private HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{courier.Origin}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(HealthMessages.Request(options.Service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new("trailers"));
        request.Headers.TryAddWithoutValidation("user-agent", "hale");
        foreach (var (name, value) in options.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private Failure? Judge(HttpResponseMessage answer, byte[] body)
    {
        visit.Answered = true;
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return new(FailureKind.Auth, $"the call was refused: HTTP {(int)answer.StatusCode}");
        if (answer.StatusCode != HttpStatusCode.OK)
            return new(FailureKind.HttpStatus, $"HTTP {(int)answer.StatusCode} in place of a gRPC answer", Soft: (int)answer.StatusCode >= 500);
        // An error comes with headers alone; anything else with trailers behind the message.
        var status = Header(answer.TrailingHeaders, "grpc-status") ?? Header(answer.Headers, "grpc-status");
        if (answer.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.Ordinal) != true
            || !int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return Unspoken();
        visit.Details["grpc_status"] = code;
        if (code != 0)
            return Refused(code, Header(answer.TrailingHeaders, "grpc-message") ?? Header(answer.Headers, "grpc-message"));
        return Serving(HealthMessages.Response(body));
    }

    private Failure? Serving(ServingStatus? status)
    {
        if (status is null)
            return Unspoken();
        visit.Details["serving"] = Words(status.Value);
        visit.Trace.Note($"{Told()} is {Words(status.Value)}");
        return status == ServingStatus.Serving ? null : new(FailureKind.Body, $"{Told()} says that it is {Words(status.Value)}");
    }

    /// <summary>A status of gRPC other than OK (grpc.io, "Status codes and their use in gRPC").</summary>
    private Failure Refused(int code, string? message)
    {
        var said = message is null ? "" : $": {Quoted.Of(Uri.UnescapeDataString(message), [.. options.Headers.Values])}";
        return code switch
        {
            4 => new(FailureKind.Timeout, $"the server gave up waiting (DEADLINE_EXCEEDED){said} (slow response)", Soft: true),
            5 => new(FailureKind.Body, $"the server does not know {Told()} (NOT_FOUND){said}"),
            7 => new(FailureKind.Auth, $"the call is not allowed (PERMISSION_DENIED){said}"),
            12 => new(FailureKind.Body, $"the server has no health service, grpc.health.v1 (UNIMPLEMENTED){said}"),
            16 => new(FailureKind.Auth, $"the call was refused (UNAUTHENTICATED){said}"),
            _ => new(FailureKind.Body, $"the call ended with gRPC status {code}{said}"),
        };
    }

    private Failure Unspoken()
    {
        visit.Answered = false;
        return new(FailureKind.Protocol, "the answer is not gRPC (protocol error)");
    }

    private string Told() => options.Service.Length > 0 ? $"the service {options.Service}" : "the server";

    private static string Words(ServingStatus status) => status switch
    {
        ServingStatus.Serving => "SERVING",
        ServingStatus.NotServing => "NOT_SERVING",
        ServingStatus.ServiceUnknown => "SERVICE_UNKNOWN",
        _ => "UNKNOWN",
    };

    private static string? Header(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
