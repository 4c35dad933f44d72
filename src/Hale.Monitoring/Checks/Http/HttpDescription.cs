using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Describes an HTTP check as a person would write it: what differs from the defaults.</summary>
internal static class HttpDescription
{
    public static JsonObject Of(HttpCheckOptions options, bool secrets)
    {
        var url = options.Address;
        var described = new JsonObject { ["type"] = "http", ["url"] = secrets ? url : SecretUrl.Masked(url) };
        if (options.Method != "GET")
            described["method"] = options.Method;
        if (options.Headers.Count > 0)
            described["headers"] = Texts(options.Headers, secrets);
        if (options.Body is not null)
            described["body"] = options.Body;
        if (!options.Manner.FollowRedirects)
            described["follow_redirects"] = false;
        if (Expected(options.Expect, secrets) is { Count: > 0 } expect)
            described["expect"] = expect;
        Connection(options, described, secrets);
        return described;
    }

    private static void Connection(HttpCheckOptions options, JsonObject described, bool secrets)
    {
        if (!options.Manner.TlsResume)
            described["tls_resume"] = false;
        if (options.Manner.InsecureTls)
            described["insecure_tls"] = true;
        if (options.Manner.Client is { } client)
            Identity(client, described, secrets);
        if (options.Manner.Proxy?.OriginalString is { } proxy)
            described["proxy"] = secrets ? proxy : SecretUrl.Masked(proxy);
        if (options.Manner.HttpVersion != HttpManner.Http11)
            described["http_version"] = HttpCheckRules.Versions.First(pair => pair.Value == options.Manner.HttpVersion).Key;
        if (options.Manner.ReuseConnection)
            described["reuse_connection"] = true;
        if (options.Manner.CertificateWarnBefore is { } warn)
            described["certificate_warn_before"] = Durations.Format(warn);
    }

    private static void Identity(ClientIdentity client, JsonObject described, bool secrets)
    {
        described["client_cert"] = client.File;
        if (client.KeyFile is not null)
            described["client_key"] = client.KeyFile;
        if (client.Password is not null)
            described["client_password"] = secrets ? client.Password : Secrets.Mask;
    }

    private static JsonObject Expected(Expectation expect, bool secrets)
    {
        var described = new JsonObject();
        if (expect.Status is not null)
            described["status"] = expect.Status.ToString();
        if (expect.BodyContains is not null)
            described["body_contains"] = expect.BodyContains;
        if (expect.BodyMatches is not null)
            described["body_matches"] = expect.BodyMatches.ToString();
        if (expect.Json.Count > 0)
            described["json"] = new JsonObject(expect.Json.Select(each => KeyValuePair.Create(each.Path.ToString(), JsonNode.Parse(each.Value.GetRawText()))));
        if (expect.Header.Count > 0)
            described["header"] = Texts(expect.Header, secrets);
        return described;
    }

    private static JsonObject Texts(IReadOnlyDictionary<string, string> texts, bool secrets) =>
        new(texts.Select(each => KeyValuePair.Create(each.Key, (JsonNode?)(secrets || !Secrets.IsSecret(each.Key) ? each.Value : Secrets.Mask))));
}
