using System.Net;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Fly;

/// <summary>What the platform says of a machine: the machine, or nothing when it does not know it, or why it could not be asked.</summary>
internal sealed record Lookup(Machine? Machine, Failure? Failure)
{
    /// <summary>The platform knows no such machine.</summary>
    public static readonly Lookup NotKnown = new(null, null);
}

/// <summary>Asks the Machines API for one machine (superfly/docs, machines/api).</summary>
internal static class MachinesApi
{
    private const int Most = 1 << 20;

    public static async Task<Lookup> FindAsync(FlyCheckOptions options, Courier courier, CancellationToken cancel)
    {
        if ((options.Token ?? Environment.GetEnvironmentVariable("FLY_API_TOKEN")) is not { Length: > 0 } token)
            return new(null, new(FailureKind.Auth, "no token for the Machines API: neither the check's token nor FLY_API_TOKEN is set"));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, $"{courier.Origin}{options.Api.AbsolutePath.TrimEnd('/')}/v1/apps/{options.App}/machines/{options.Machine}");
        request.Headers.TryAddWithoutValidation("user-agent", "hale");
        request.Headers.TryAddWithoutValidation("authorization", Authorization(token));
        var (answer, failure) = await courier.SendAsync(request, cancel);
        if (answer is null)
            return new(null, failure);
        using (answer)
        {
            var (body, broken) = await courier.ReadAsync(answer, Most, cancel);
            return broken is null ? Meaning(answer.StatusCode, body) : new(null, broken);
        }
    }

    /// <summary>A token that names its scheme is sent as it is.</summary>
    public static string Authorization(string token) =>
        token.StartsWith("FlyV1 ", StringComparison.Ordinal) || token.StartsWith("Bearer ", StringComparison.Ordinal) ? token : $"Bearer {token}";

    /// <summary>What an answer means.</summary>
    public static Lookup Meaning(HttpStatusCode status, ReadOnlyMemory<byte> body) => status switch
    {
        HttpStatusCode.OK => Read(body) is { } machine ? new(machine, null) : new(null, new(FailureKind.Protocol, "the Machines API's answer describes no machine")),
        HttpStatusCode.NotFound => Lookup.NotKnown,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(null, new(FailureKind.Auth, $"the Machines API refuses the token (HTTP {(int)status})")),
        _ => new(null, new(FailureKind.HttpStatus, $"the Machines API answers HTTP {(int)status}", Soft: true)),
    };

    private static Machine? Read(ReadOnlyMemory<byte> body)
    {
        using var document = LooseJson.Parse(body);
        return document is null ? null : Machine.Read(document.RootElement);
    }
}
