using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Nats;

/// <summary>One run of a NATS check: hears what the server tells of itself, secures the connection, connects, pings, and asks JetStream.</summary>
internal sealed class NatsSession(NatsCheckOptions options, Opener opener, Visit visit)
{
    private const string Inbox = "_INBOX.hale.check";

    private static readonly Failure NotSpoken = new(FailureKind.Protocol, "the answer is not NATS's protocol (protocol error)");

    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        var (plain, failure) = await opener.OpenAsync(visit, null, cancel);
        if (plain is null)
            return failure;
        await using (plain)
        {
            var dialogue = NatsReader.On(plain, visit);
            dialogue.Time();
            var heard = await dialogue.HearAsync<NatsOperation>(NatsReader.Operation, cancel);
            if (heard.Message is not { } first)
                return heard.Failure;
            if (first.Name == "-ERR")
                return Judged(first);
            if (first.Name != "INFO" || NatsReader.Info(first.Text) is not { } info)
                return NotSpoken;
            Tell(info);
            if (!options.Tls && !info.TlsRequired)
                return await TalkAsync(dialogue, info, cancel);
            if (!info.TlsRequired && !info.TlsAvailable)
                return new(FailureKind.Tls, $"{visit.Peer} has no TLS, and it is asked for");
            (var secure, failure) = await opener.SecureAsync(plain, new(visit.Host, options.InsecureTls, null, null), visit, cancel);
            if (secure is null)
                return failure;
            await using (secure)
                return await TalkAsync(NatsReader.On(secure, visit), info, cancel);
        }
    }

    private void Tell(NatsGreeting info)
    {
        if (info.Version is { } version)
            visit.Details["version"] = Quoted.Of(version);
        if (info.ServerName is { } name)
            visit.Details["server_name"] = Quoted.Of(name);
        if (info.LameDuck)
            (visit.SaysDegraded, visit.Message) = (true, "the server is about to stop (lame duck)");
    }

    private async Task<Failure?> TalkAsync(Dialogue dialogue, NatsGreeting info, CancellationToken cancel)
    {
        if (await SendAsync(dialogue, $"CONNECT {Hello(info)}\r\nPING\r\n", cancel) is { } broken)
            return broken;
        var heard = await AwaitAsync(dialogue, "PONG", cancel);
        if (heard.Message is null)
            return heard.Failure;
        visit.Latency = visit.Trace.Took;
        visit.Trace.Note("PING was answered with PONG");
        return options.JetStream ? await StreamsAsync(dialogue, cancel) : null;
    }

    private async Task<Failure?> StreamsAsync(Dialogue dialogue, CancellationToken cancel)
    {
        var since = visit.Trace.Now;
        var ask = $"SUB {Inbox} 1\r\nUNSUB 1 1\r\nPUB $JS.API.INFO {Inbox} 0\r\n\r\nPING\r\n";
        if (await SendAsync(dialogue, ask, cancel) is { } broken)
            return broken;
        visit.OutOfTime = () => new(FailureKind.Timeout, "JetStream did not answer in time (slow response)", Soft: true);
        var heard = await AwaitAsync(dialogue, "MSG", cancel);
        if (heard.Message is null)
            return heard.Failure;
        visit.Latency = visit.Trace.Took;
        visit.Trace.Did("JetStream answered", since);
        return heard.Message.Name == "503" ? Body("JetStream is not enabled") : Streams(heard.Message.Text);
    }

    /// <summary>JetStream's account: how much it holds, or why it doesn't answer for it.</summary>
    private Failure? Streams(string json)
    {
        using var document = LooseJson.Parse(Encoding.UTF8.GetBytes(json));
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } account)
            return NotSpoken;
        if (account.Under("error") is { } error)
            return Body($"JetStream: {Quoted.Of(error.Text("description") ?? "an error without a description", Secrets)}");
        var state = new Dictionary<string, object?>();
        foreach (var name in (string[])["streams", "consumers", "memory", "storage"])
            if (account.Number(name) is { } number)
                state[name] = number;
        visit.Details["jetstream"] = state;
        return null;
    }

    /// <summary>The operation that is waited for, or 503 in its place; what else a server sends meanwhile is answered or passed over.</summary>
    private async Task<Heard<NatsOperation>> AwaitAsync(Dialogue dialogue, string name, CancellationToken cancel)
    {
        while (true)
        {
            var heard = await dialogue.HearAsync<NatsOperation>(NatsReader.Operation, cancel);
            if (heard.Message is not { } operation || operation.Name == name || (name == "MSG" && operation.Name == "503"))
                return heard;
            if (operation.Name == "-ERR")
                return new(null, Judged(operation));
            if (operation.Name == "PING" && await SendAsync(dialogue, "PONG\r\n", cancel) is { } broken)
                return new(null, broken);
            if (operation.Name == "INFO" && NatsReader.Info(operation.Text) is { } news)
                Tell(news);
        }
    }

    private string Hello(NatsGreeting info)
    {
        var hello = new JsonObject
        {
            ["verbose"] = false,
            ["pedantic"] = false,
            ["tls_required"] = options.Tls || info.TlsRequired,
            ["name"] = "hale",
            ["lang"] = ".net",
            ["version"] = "1",
            ["protocol"] = 1,
            ["headers"] = info.Headers,
            ["no_responders"] = info.Headers,
        };
        if (options.Url is { User: { } user, Password: { } password })
            (hello["user"], hello["pass"]) = (user, password);
        else if (options.Url.User is { } token)
            hello["auth_token"] = token;
        return hello.ToJsonString();
    }

    private static ValueTask<Failure?> SendAsync(Dialogue dialogue, string text, CancellationToken cancel) =>
        dialogue.SendAsync(Encoding.UTF8.GetBytes(text), cancel);

    /// <summary>The server's error: one about who we are, or one that says that it does not serve.</summary>
    private Failure Judged(NatsOperation error)
    {
        visit.Answered = true;
        var said = Quoted.Of(error.Text.Trim('\''), Secrets);
        return said.Contains("auth", StringComparison.OrdinalIgnoreCase) || said.Contains("permissions", StringComparison.OrdinalIgnoreCase)
            ? new(FailureKind.Auth, $"the login was refused: {said}")
            : new(FailureKind.Body, $"the server says: {said}");
    }

    private Failure Body(string message)
    {
        visit.Answered = true;
        return new(FailureKind.Body, message);
    }

    private string?[] Secrets => [options.Url.Password, options.Url.Password is null ? options.Url.User : null];
}
