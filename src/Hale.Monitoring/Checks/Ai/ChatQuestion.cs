using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Ai;

/// <summary>One question to a chat endpoint (OpenAI API reference, "Create chat completion", with <c>stream</c>): server-sent events of which the first is enough.</summary>
internal sealed class ChatQuestion(AiCheckOptions options, Courier courier, Visit visit)
{
    private const int MostOfError = 4 * 1024;
    private const int MostOfChunk = 64 * 1024;

    public async Task<Failure?> RunAsync(CancellationToken cancel)
    {
        using var request = Request();
        var (answer, failure) = await courier.SendAsync(request, cancel);
        if (answer is null)
            return failure;
        using (answer)
        {
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                var (error, broken) = await courier.ReadAsync(answer, MostOfError, cancel);
                return broken ?? Refused((int)answer.StatusCode, error);
            }

            return await FirstAsync(answer, cancel);
        }
    }

    private HttpRequestMessage Request()
    {
        var question = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Health check" }),
            ["max_tokens"] = 10,
            ["stream"] = true,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, courier.Origin + options.Path)
        {
            Content = new StringContent(question.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.TryAddWithoutValidation("user-agent", "hale");
        if (options.Key is { } key)
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {key}");
        return request;
    }

    /// <summary>Waits for the first chunk, and for no more.</summary>
    private async Task<Failure?> FirstAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var since = visit.Trace.Now;
        visit.OutOfTime = () => new(FailureKind.Timeout, "no first chunk of the answer in time (slow response)", Soft: true);
        try
        {
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancel), Encoding.UTF8);
            var heard = new StringBuilder();
            var buffer = new char[1024];
            while (heard.Length < MostOfChunk)
            {
                var read = await lines.ReadAsync(buffer, cancel);
                heard.Append(buffer, 0, read);
                // A line that is not at its end yet may go on.
                if (Chunk(heard.ToString(), ended: read == 0) is { } data)
                    return Judge(data, since);
                if (read == 0)
                    break;
            }

            return Unspoken();
        }
        catch (IOException)
        {
            return new(FailureKind.Protocol, "the answer was cut short (protocol error)");
        }
    }

    private Failure? Judge(string data, long since)
    {
        visit.Answered = true;
        if (data == "[DONE]")
            return new(FailureKind.Body, "the model ended its answer without a word");
        using var document = LooseJson.Parse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { ValueKind: JsonValueKind.Object } chunk)
            return Unspoken();
        if (chunk.Under("error") is { } error)
            return new(FailureKind.Body, Said(error));
        if (chunk.Under("choices") is not { ValueKind: JsonValueKind.Array })
            return Unspoken();
        visit.Trace.Did("the first chunk came", since);
        visit.Details["model"] = Quoted.Of(chunk.Text("model") ?? options.Model);
        visit.Details["provider"] = options.Url.IdnHost;
        visit.Details["streaming"] = true;
        return null;
    }

    /// <summary>The first <c>data:</c> of server-sent events (html.spec.whatwg.org, "Server-sent events"); null when there is none yet.</summary>
    private static string? Chunk(string heard, bool ended)
    {
        var rest = heard.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf('\n');
            if (end < 0 && !ended)
                return null;
            var line = (end < 0 ? rest : rest[..end]).TrimEnd('\r');
            if (line.StartsWith("data:"))
                return line["data:".Length..].Trim().ToString();
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return null;
    }

    private Failure Refused(int status, byte[] body)
    {
        visit.Answered = true;
        // A proxy's page, say, is no JSON; the status tells enough.
        using var document = LooseJson.Parse(body);
        var said = document?.RootElement.Under("error") is { } error ? Said(error) : null;
        var what = status == 429 ? "too many requests, or no credit left" : null;
        return new(FailureKind.HttpStatus, string.Join(": ", new[] { $"HTTP {status}", what, said }.OfType<string>()), Soft: status >= 500);
    }

    private string Said(JsonElement error) => Quoted.Of(error.Text("message") ?? error.Said() ?? error.GetRawText(), options.Key);

    private static Failure Unspoken() => new(FailureKind.Protocol, "the answer is no streamed chat completion (protocol error)");
}
