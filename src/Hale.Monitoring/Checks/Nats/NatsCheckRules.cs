using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Nats;

/// <summary>Reads and checks a NATS check's description.</summary>
internal static class NatsCheckRules
{
    private static readonly PeerUrlTerms Terms = new(["nats"], 4222, "nats://user:password@nats.example.com:4222") { LoneUserIsToken = true };

    /// <summary>Reads the options; null when anything is wrong.</summary>
    /// <param name="before">The options in force, for a password or a token given as <c>***</c>.</param>
    public static NatsCheckOptions? Read(Fields fields, NatsCheckOptions? before, Problems problems)
    {
        var found = problems.All.Count;
        var url = PeerUrl.Read(fields, Terms, before?.Url);
        if (url is { Path.Length: > 0 })
            PeerUrl.Wrong(fields, Terms, url.Text, "nothing behind the host and the port");
        var (jetStream, tls, insecure) = (fields.Bool("jetstream"), fields.Bool("tls"), fields.Bool("insecure_tls"));
        return url is null || problems.All.Count > found
            ? null
            : new() { Url = url, JetStream = jetStream ?? false, Tls = tls ?? false, InsecureTls = insecure ?? false };
    }
}
