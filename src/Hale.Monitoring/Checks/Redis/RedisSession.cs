using System.Globalization;
using System.Text;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Redis;

/// <summary>One run of a Redis check: logs in, chooses the database, pings, and then asks what the server says of itself.</summary>
internal sealed class RedisSession(RedisCheckOptions options, Opener opener, Visit visit)
{
    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        var terms = options.Tls ? new TlsTerms(visit.Host, options.InsecureTls, null, null) : null;
        var (stream, failure) = await opener.OpenAsync(visit, terms, cancel);
        if (stream is null)
            return failure;
        await using (stream)
        {
            failure = await TalkAsync(RedisReader.On(stream, visit), cancel);
            // What the server itself says is wrong is an answer.
            visit.Answered = failure is { Kind: FailureKind.Auth or FailureKind.Body };
            return failure;
        }
    }

    private async Task<Failure?> TalkAsync(Dialogue dialogue, CancellationToken cancel)
    {
        dialogue.Time();
        if (options.Url.Password is { } password)
        {
            var since = visit.Trace.Now;
            string[] login = options.Url.User is { } user ? ["AUTH", user, password] : ["AUTH", password];
            var answer = await AskAsync(dialogue, login, cancel);
            if (answer.Failure is not null)
                return answer.Failure;
            if (answer.Message!.IsError)
                return Refused($"the login was refused: {Said(answer.Message)}");
            visit.Trace.Did(options.Url.User is null ? "logged in" : $"logged in as {options.Url.User}", since);
        }

        if (options.Database is { } database)
        {
            var answer = await AskAsync(dialogue, ["SELECT", database], cancel);
            if (answer.Failure is not null)
                return answer.Failure;
            if (answer.Message!.IsError)
                return Judge(answer.Message, $"database {database} can't be used");
        }

        var pinged = await AskAsync(dialogue, ["PING"], cancel);
        if (pinged.Failure is not null)
            return pinged.Failure;
        if (pinged.Message!.IsError)
            return Judge(pinged.Message, "PING was refused");
        if (pinged.Message.Text != "PONG")
            return new(FailureKind.Protocol, "the answer to PING is not PONG (protocol error)");
        visit.Latency = visit.Trace.Took;
        visit.Trace.Note("PING was answered with PONG");
        await LookAsync(dialogue, cancel);
        return null;
    }

    /// <summary>What the server says of itself. That it won't say, or not in time, changes nothing: it has answered the ping.</summary>
    private async Task LookAsync(Dialogue dialogue, CancellationToken cancel)
    {
        try
        {
            foreach (var section in (string[])["server", "replication"])
            {
                if (await AskAsync(dialogue, ["INFO", section], cancel) is { Message: { Type: '$' } told })
                    Take(RedisReader.Info(told.Text));
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            visit.Trace.Note("INFO was not answered");
        }
    }

    private void Take(Dictionary<string, string> info)
    {
        if (info.TryGetValue("redis_version", out var version))
            visit.Details["version"] = Quoted.Of(version);
        if (info.TryGetValue("uptime_in_seconds", out var uptime) && long.TryParse(uptime, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            visit.Details["uptime"] = seconds;
        if (!info.TryGetValue("role", out var role))
            return;
        visit.Details["role"] = role switch { "master" => "primary", "slave" => "replica", _ => Quoted.Of(role) };
        if (!info.TryGetValue("master_link_status", out var link))
            return;
        visit.Details["primary_link"] = Quoted.Of(link);
        if (link != "up")
            (visit.SaysDegraded, visit.Message) = (true, "the replica has no connection to its primary, and what it answers may be old");
    }

    private static async Task<Heard<RedisReply>> AskAsync(Dialogue dialogue, string[] words, CancellationToken cancel)
    {
        var bytes = new StringBuilder().Append('*').Append(words.Length).Append("\r\n");
        foreach (var word in words)
            bytes.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        return await dialogue.SendAsync(Encoding.UTF8.GetBytes(bytes.ToString()), cancel) is { } broken
            ? new(null, broken)
            : await dialogue.HearAsync<RedisReply>(RedisReader.Reply, cancel);
    }

    /// <summary>An error that is no matter of a login says that the server is there and does not serve.</summary>
    private Failure Judge(RedisReply error, string what) => error.Code switch
    {
        "NOAUTH" => Refused($"the server wants a login, and the URL has none: {Said(error)}"),
        "NOPERM" or "WRONGPASS" or "DENIED" => Refused($"{what}: {Said(error)}"),
        _ => new(FailureKind.Body, $"{what}: {Said(error)}"),
    };

    private static Failure Refused(string message) => new(FailureKind.Auth, message);

    /// <summary>The server's words, without the password.</summary>
    private string Said(RedisReply error) => Quoted.Of(error.Text, options.Url.Password);
}
