using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Http;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Http;

public sealed class ExcerptTests
{
    private static readonly HttpCheckOptions Options = new()
    {
        Url = new("http://ops:hunter2@shop.example/"),
        Manner = new()
        {
            Column = Column.Service,
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer abcdef123456", ["X-Plain"] = "visible" },
        },
    };

    [Fact]
    public void Answer_IsKeptWithStatusTellingHeadersAndBody() => Assert.Equal(
        "HTTP 503\nContent-Type: text/plain\nRetry-After: 30\n\nthe queue is full\n",
        Of("the queue is full\n", ("Content-Type", "text/plain"), ("Retry-After", "30"), ("Set-Cookie", "session=1"), ("X-Internal", "no")));

    [Theory]
    [InlineData("{\"user\":\"a\",\"db_password\":\"two words\",\"port\":1}", "{\"user\":\"a\",\"db_password\":***,\"port\":1}")]
    [InlineData("DB_PASSWORD=abc\nPORT=1", "DB_PASSWORD=***\nPORT=1")]
    [InlineData("Authorization: Basic b3Bz\nHost: x", "Authorization: ***\nHost: x")]
    [InlineData("error: login with token=abc&user=b failed", "error: login with token=***&user=b failed")]
    [InlineData("you sent Bearer abcdef123456 and hunter2 and visible", "you sent *** and *** and visible")]
    [InlineData("api-key : xyz", "api-key : ***")]
    public void Body_WithCredentials_IsKeptWithoutThem(string body, string kept) => Assert.Equal($"HTTP 503\n\n{kept}", Of(body));

    [Fact]
    public void Location_WithCredentials_IsMasked() =>
        Assert.Equal("HTTP 503\nLocation: https://a:***@b.example/?token=***\n", Of("", ("Location", "https://a:secret@b.example/?token=abc")));

    [Fact]
    public void LongBody_IsCut()
    {
        var kept = Of(new string('x', 1 << 20));
        Assert.Equal(Excerpt.Most, kept.Length);
        Assert.EndsWith("xxx...", kept, StringComparison.Ordinal);
    }

    [Fact]
    public void ControlCharacters_AreBlanks() => Assert.Equal("HTTP 503\n\na b\tc", Of("a\u001bb\tc"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Check_ThatFailsOnItsAnswer_BringsIt(bool quick)
    {
        await using var site = RawSite.Start(async visit =>
        {
            var request = await visit.ReadRequestAsync();
            await visit.SendAsync(RawSite.Answer(request.Contains("/bad ", StringComparison.Ordinal) ? 500 : 200, "{\"status\":\"fine\"}"));
        });
        var probe = new Probe(quick: quick);
        Assert.Equal("HTTP 500\nContent-Type: application/json\nContent-Length: 17\n\n{\"status\":\"fine\"}", (await probe.RunAsync(site.Url("/bad"))).Answer);
        Assert.Null((await probe.RunAsync(site.Url("/good"))).Answer);
    }

    private static string Of(string body, params (string Name, string Value)[] headers) => Excerpt.Of(
        Options, new(503, new NamedHeaders(headers.ToDictionary(each => each.Name, each => each.Value, StringComparer.OrdinalIgnoreCase)), Encoding.UTF8.GetBytes(body)));
}
