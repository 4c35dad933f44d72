using Hale.Server.Access;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Access;

public sealed class FirstTokenTests : IDisposable
{
    private readonly MemoryTokens _store = new();
    private readonly StringWriter _output = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Offer_BeyondLoopback_PrintsALinkOnceWhoseTokenOpens()
    {
        var tokens = new Tokens(_store, new ManualTime());
        var first = new FirstToken(tokens, _output);

        Assert.True(await first.OfferAsync(["http://192.0.2.7:4253", "http://127.0.0.1:4253"], Cancel));

        var link = _output.ToString().Split('\n').Single(line => line.Contains("://", StringComparison.Ordinal)).Trim();
        Assert.StartsWith("http://192.0.2.7:4253/login#token=hale_", link, StringComparison.Ordinal);
        Assert.Equal(Role.Admin, tokens.Recognize(link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..])!.Role);
        Assert.DoesNotContain("hale_", System.Text.Encoding.UTF8.GetString(_store.Kept.Single().Hash), StringComparison.Ordinal);

        var again = new Tokens(_store, new ManualTime());
        await again.LoadAsync(Cancel);
        Assert.False(await new FirstToken(again, _output).OfferAsync(["http://192.0.2.7:4253"], Cancel));
    }

    [Fact]
    public async Task Offer_EveryAddress_NamesTheMachine()
    {
        await new FirstToken(new(_store, new ManualTime()), _output).OfferAsync(["http://[::]:4253", "http://0.0.0.0:4254"], Cancel);

        Assert.DoesNotContain("[::]", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0.0.0.0", _output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4253")]
    [InlineData("http://localhost:4253")]
    [InlineData("http://[::1]:4253")]
    public async Task Offer_LoopbackOnly_MakesNone(string address)
    {
        Assert.False(await new FirstToken(new(_store, new ManualTime()), _output).OfferAsync([address], Cancel));

        Assert.Empty(_store.Kept);
        Assert.Empty(_output.ToString());
    }

    public void Dispose() => _output.Dispose();
}
