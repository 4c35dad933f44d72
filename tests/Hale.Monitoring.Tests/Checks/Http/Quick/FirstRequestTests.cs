using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Checks.Http.Quick;

namespace Hale.Monitoring.Tests.Checks.Http.Quick;

/// <summary>What is made again for each check is what would be made the long way, and what is like that of others is not held.</summary>
public sealed class FirstRequestTests
{
    [Theory]
    [InlineData("http://10.0.0.7:8080/health?deep=1")]
    [InlineData("http://shop.example")]
    [InlineData("http://shop.example/")]
    [InlineData("http://shop.example?a=b")]
    [InlineData("http://shop.example:80/x")]
    [InlineData("http://SHOP.example/X")]
    [InlineData("http://shop.example/a b/ü")]
    [InlineData("http://shop.example/x#part")]
    [InlineData("http://bücher.example/x")]
    [InlineData("http://[::1]:8080/x")]
    [InlineData("http://me:secret@shop.example/x")]
    public void Request_OfAnyAddress_IsTheOneMadeTheLongWay(string url)
    {
        var (options, again) = (Of(url), Of(url));
        byte[] room = [];

        Assert.Equal(Long(options), Text(options.Request(ref room)));
        Assert.Equal(Long(options), Text(options.Request(ref room)));
        Assert.Equal(Long(options), Text(again.Request(ref room)));
    }

    [Fact]
    public void Request_InOneRoomForAll_IsEachItsOwn()
    {
        byte[] room = [];
        foreach (var path in new[] { "/a", "/a/longer/one", "/b" })
        {
            var options = Of("http://10.0.0.7:8080" + path);
            Assert.Equal(Long(options), Text(options.Request(ref room)));
        }
    }

    [Fact]
    public void Of_ServicesOfOneHost_IsOne() =>
        Assert.Same(FirstRequest.Of(Of("http://10.0.0.8:8080/a")), FirstRequest.Of(Of("http://10.0.0.8:8080/b/c")));

    [Fact]
    public void Request_WithHeadersOfItsOwn_HasThemAndNobodyElseDoes()
    {
        byte[] room = [];
        var plain = Of("http://10.0.0.9/x");
        var own = plain with { Manner = plain.Manner with { Headers = new Dictionary<string, string> { ["X-Key"] = "secret", ["Host"] = "other" } } };

        Assert.Equal(Long(own), Text(own.Request(ref room)));
        Assert.Contains("X-Key: secret", Text(own.Request(ref room)), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Text(plain.Request(ref room)), StringComparison.Ordinal);
    }

    private static HttpCheckOptions Of(string url) => new() { Url = new(url), Manner = HttpManner.Shared(new() { Column = Column.Service }) };

    private static string Long(HttpCheckOptions options) => Encoding.UTF8.GetString(RequestBytes.First(options));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
