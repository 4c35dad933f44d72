using Hale.Monitoring.Checks;

namespace Hale.Monitoring.Tests.Checks;

/// <summary>A URL taken apart, as one meets it in a log line or a debugger.</summary>
public sealed class PeerUrlTests
{
    [Theory]
    [InlineData(false, "redis://ann:hunter2@cache.example", "redis://ann:***@cache.example")]
    [InlineData(true, "nats://hunter2@bus.example", "nats://***@bus.example")]
    public void ToString_ShowsNoCredential(bool loneUserIsToken, string text, string shown)
    {
        var url = new PeerUrl(text, "any", "any", 1, "ann", "hunter2", "", "") { LoneUserIsToken = loneUserIsToken };
        Assert.Equal(shown, url.ToString());
    }
}
