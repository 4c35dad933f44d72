using System.Net;
using Hale.Server.Access;

namespace Hale.Server.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly Caller Home = new(FromLoopback: true, Forwarded: false, "localhost", [], Probe: false, Public: false);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("hub.localhost", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("[::1]", true)]
    [InlineData("", false)]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("evillocalhost", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("127.1", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("127.0.0.999", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("[::ffff:127.0.0.1]", false)]
    public void Hosts_Name_IsLoopbackOrNot(string host, bool loopback) => Assert.Equal(loopback, Hosts.IsLoopback(host));

    [Theory]
    [InlineData("http://localhost:4253", true)]
    [InlineData("https://app.localhost", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("http://evil.example", false)]
    [InlineData("file://localhost", false)]
    [InlineData("http://localhost@evil.example", false)]
    public void Hosts_Origin_IsLoopbackOrNot(string origin, bool loopback) => Assert.Equal(loopback, Hosts.IsLoopbackOrigin(origin));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.7", false)]
    [InlineData("::ffff:10.0.0.7", false)]
    public void Hosts_Address_IsLoopbackOrNot(string address, bool loopback) => Assert.Equal(loopback, Hosts.IsLoopback(IPAddress.Parse(address)));

    [Fact]
    public void Decide_LoopbackWithLoopbackNames_Open()
    {
        Assert.Equal(Entrance.Open, AccessRules.Decide(Home));
        Assert.Equal(Entrance.Open, AccessRules.Decide(Home with { Origins = ["http://localhost:5173"] }));
    }

    [Fact]
    public void Decide_LoopbackWithForeignHostOrOrigin_Foreign()
    {
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Host = "rebound.example" }));
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Host = "" }));
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Origins = ["https://evil.example"] }));
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Origins = ["null"] }));
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Origins = ["http://localhost", "https://evil.example"] }));
        Assert.Equal(Entrance.Foreign, AccessRules.Decide(Home with { Host = "rebound.example", Public = true }));
    }

    [Fact]
    public void Decide_ElsewhereOrForwarded_CredentialsUnlessPublic()
    {
        Assert.Equal(Entrance.Credentials, AccessRules.Decide(Home with { FromLoopback = false }));
        Assert.Equal(Entrance.Credentials, AccessRules.Decide(Home with { Forwarded = true }));
        Assert.Equal(Entrance.Open, AccessRules.Decide(Home with { FromLoopback = false, Public = true }));
    }

    [Fact]
    public void Decide_Probe_OpenForEverybody() =>
        Assert.Equal(Entrance.Open, AccessRules.Decide(new(false, true, "evil.example", ["null"], Probe: true, Public: false)));

    [Theory]
    [InlineData("/health/live", true)]
    [InlineData("/health/ready", true)]
    [InlineData("/healthz", true)]
    [InlineData("/-/ready", true)]
    [InlineData("/health", false)]
    [InlineData("/health/live/x", false)]
    public void IsProbe_Path_OnlyTheTwoAndTheirAliases(string path, bool probe) => Assert.Equal(probe, AccessRules.IsProbe(path));

    [Fact]
    public void May_Roles_ViewerReadsAdminDoesAll()
    {
        Assert.True(AccessRules.May(Role.Viewer, "GET", Role.Viewer));
        Assert.True(AccessRules.May(Role.Viewer, "CONNECT", Role.Viewer));
        Assert.False(AccessRules.May(Role.Viewer, "PUT", Role.Viewer));
        Assert.True(AccessRules.May(Role.Operator, "DELETE", Role.Viewer));
        Assert.False(AccessRules.May(Role.Operator, "GET", Role.Admin));
        Assert.True(AccessRules.May(Role.Admin, "DELETE", Role.Admin));
    }

    [Fact]
    public void IsOwnPage_Origin_MatchesHostWithOrWithoutItsDefaultPort()
    {
        Assert.True(AccessRules.IsOwnPage(["http://hub.lan:4253"], "hub.lan:4253", null));
        Assert.True(AccessRules.IsOwnPage(["https://hub.lan"], "HUB.lan:443", null));
        Assert.True(AccessRules.IsOwnPage(["https://hub.example"], "127.0.0.1:4253", "hub.example"));
        Assert.False(AccessRules.IsOwnPage(["http://evil.example"], "hub.lan:4253", null));
        Assert.False(AccessRules.IsOwnPage([], "hub.lan:4253", null));
        Assert.False(AccessRules.IsOwnPage(["null"], "hub.lan:4253", null));
    }
}
