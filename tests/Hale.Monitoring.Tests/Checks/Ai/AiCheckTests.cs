using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Ai;

/// <summary>A chat endpoint that streams as OpenAI's does, refuses, hangs, and says other things.</summary>
public sealed class AiCheckTests
{
    private const string Prefix = "AI Provider health check failed: ";
    private const string Chunk = """{"id":"c","object":"chat.completion.chunk","model":"small-1","choices":[{"index":0,"delta":{"content":"Hi"}}]}""";

    private static readonly Probe Probe = new();

    [Fact]
    public async Task Streaming_EndsAtTheFirstChunk()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: welcome\n\ndata: {Chunk}\n\n");
            await visit.HangAsync();
        });

        var seen = await Probe.RunAsync(Described(site.Port, key: "hunter2"));

        Assert.Null(seen.Failure);
        Assert.Equal(("small-1", "127.0.0.1", true), (seen.Details!["model"], seen.Details["provider"], seen.Details["streaming"]));
        Assert.True(seen.Phases is { ConnectMs: > 0, FirstByteMs: > 0, TotalMs: > 0 }, seen.Phases.ToString());
        var request = site.Requests.Single();
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nauthorization: Bearer hunter2\r\n", request, StringComparison.OrdinalIgnoreCase);
        var body = JsonNode.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!;
        Assert.Equal(
            """{"model":"small","messages":[{"role":"user","content":"Health check"}],"max_tokens":10,"stream":true}""", body.ToJsonString());
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: hunter2.","type":"invalid_request_error"}}""", "hard HttpStatus: HTTP 401: Incorrect API key provided: ***.")]
    [InlineData(404, """{"error":{"message":"The model `small` does not exist"}}""", "hard HttpStatus: HTTP 404: The model `small` does not exist")]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota"}}""", "hard HttpStatus: HTTP 429: too many requests, or no credit left: You exceeded your current quota")]
    [InlineData(503, "<html>", "soft HttpStatus: HTTP 503")]
    [InlineData(500, "[1]", "soft HttpStatus: HTTP 500")]
    public Task Refused_IsToldWithWhatTheProviderSays(int status, string body, string expected) => FailsAsync(RawSite.Answer(status, body), expected);

    [Theory]
    [InlineData("data: [DONE]\n\n", "hard Body: the model ended its answer without a word")]
    [InlineData("data: {\"error\":{\"message\":\"overloaded\"}}\n\n", "hard Body: overloaded")]
    [InlineData("data: {}\n\n", "hard Protocol: the answer is no streamed chat completion (protocol error)")]
    [InlineData("data: nonsense\n\n", "hard Protocol: the answer is no streamed chat completion (protocol error)")]
    [InlineData("{\"choices\":[]}", "hard Protocol: the answer is no streamed chat completion (protocol error)")]
    [InlineData("", "hard Protocol: the answer is no streamed chat completion (protocol error)")]
    public Task AnswerOfAnotherSort_IsToldByItsCause(string events, string expected) =>
        FailsAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{events}", expected);

    [Fact]
    public async Task HangingBeforeTheFirstChunk_IsSoftTimeout()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: wait\n\n");
            await visit.HangAsync();
        });
        var failure = await Probe.FailAsync(Described(site.Port), TimeSpan.FromSeconds(5));
        Assert.Equal($"soft Timeout: {Prefix}no first chunk of the answer in time (slow response)", $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task EndlessFirstLine_IsBounded()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: ");
            await visit.FloodAsync(new string('x', 1000));
        });
        Assert.Equal("hard Protocol", (await Probe.FailAsync(Described(site.Port))).Kind());
    }

    [Fact]
    public async Task NobodyThere_IsRefused() =>
        Assert.StartsWith(Prefix + "nothing listens on", (await Probe.FailAsync(Described(Ports.Free()))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"ai","url":"https://api.example.com/v1","model":"small","key":"hunter2"}""")]
    [InlineData("""{"url":"llm:http://localhost:11434/v1/chat/completions","model":"llama3"}""")]
    public void Read_Describe_AreTheSame(string described)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(("ai", "ai"), (spec.Kind, spec.Options.ServiceType));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        var shown = spec.Options.Describe(secrets: false).ToJsonString();
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Equal(spec, Probe.Read(shown, new(), before: spec));
    }

    [Theory]
    [InlineData("""{"type":"ai","url":"https://api.example.com/v1"}""", "check.model: is missing; needed: the model's name")]
    [InlineData("""{"type":"ai","url":"ftp://api.example.com","model":"small"}""", "check.url: found \"ftp://api.example.com\"; allowed: http or https")]
    [InlineData("""{"type":"ai","url":"https://api.example.com","model":" "}""", "check.model: found \" \"; allowed: a model's name")]
    [InlineData("""{"type":"ai","url":"https://api.example.com","model":"small","key":"***"}""", "check.key: found \"***\"; allowed: a key of printable characters")]
    public void Read_SomethingElse_NamesTheField(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    private static string Described(int port, string? key = null) => key is null
        ? Probe.Described($"http://127.0.0.1:{port}/v1", ("type", "ai"), ("model", "small"))
        : Probe.Described($"http://127.0.0.1:{port}/v1", ("type", "ai"), ("model", "small"), ("key", key));

    private static async Task FailsAsync(string answer, string expected)
    {
        await using var site = RawSite.Answering(answer);
        var failure = await Probe.FailAsync(Described(site.Port, key: "hunter2"));
        Assert.Equal(expected, $"{failure.Kind()}: {failure.Message.Replace(Prefix, "", StringComparison.Ordinal)}");
        Assert.StartsWith(Prefix, failure.Message, StringComparison.Ordinal);
    }
}
