using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Browser.Tests.Stage;

namespace Hale.Browser.Tests;

public sealed class WireTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>The page's types are made from this file (<c>npm run types</c>), so it must be what the hub really says.</summary>
    [Fact]
    public async Task OpenApi_FileOfThePage_IsWhatTheHubSays()
    {
        await using var hub = await RunningHub.StartAsync("");
        using var client = new HttpClient { BaseAddress = hub.Address };
        var said = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!.AsObject();
        // Where this hub happens to listen is no part of the description.
        said.Remove("servers");
        var path = Repository.At("web/openapi.json");
        var fresh = said.ToJsonString(Readable) + "\n";
        if (Repository.Refresh)
            await File.WriteAllTextAsync(path, fresh, TestContext.Current.CancellationToken);
        var kept = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.True(kept == fresh, "web/openapi.json is old: run these tests with HALE_REFRESH=1, then npm run types in web/.");
    }

    [Theory]
    [InlineData("/", "text/html", 200, "text/html")]
    [InlineData("/services/shop-api", "text/html", 200, "text/html")]
    [InlineData("/services/shop-api", "application/json", 404, "application/problem+json")]
    [InlineData("/api/nothing", "text/html", 404, "application/problem+json")]
    [InlineData("/api/services/x/check", "text/html", 405, "application/problem+json")]
    [InlineData("/theme.js", "*/*", 200, "text/javascript")]
    [InlineData("/early.js", "*/*", 200, "text/javascript")]
    public async Task Path_AskedFor_AnswersThePageOnlyWhereNothingElseIs(string path, string accept, int status, string type)
    {
        await using var hub = await RunningHub.StartAsync("");
        using var client = new HttpClient { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task File_OfThePage_IsSentAsItWasPackedWhenBuilt(string accepted, string? coding)
    {
        await using var hub = await RunningHub.StartAsync("");
        using var client = new HttpClient { BaseAddress = hub.Address };
        var plain = await client.GetByteArrayAsync("/theme.js", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/theme.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var sent = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using var unpacked = coding switch { "br" => new BrotliStream(sent, CompressionMode.Decompress), "gzip" => new GZipStream(sent, CompressionMode.Decompress), _ => sent };
        using var content = new MemoryStream();
        await unpacked.CopyToAsync(content, TestContext.Current.CancellationToken);

        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal(plain, content.ToArray());
    }
}
