using System.Net;
using Hale.Server.Access;

namespace Hale.Server.Tests.Access;

public sealed class AccessGateTests
{
    private static readonly (string, string) Away = ("X-Test-From", "203.0.113.9");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> LoginAsync(AccessRig rig, string token)
    {
        using var answer = await rig.SendAsync("POST", "/api/login", Away, ("body", $"{{\"token\":\"{token}\"}}"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    [Fact]
    public async Task Loopback_OwnNames_Open()
    {
        await using var rig = await AccessRig.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/api/services")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("PUT", "/api/services", ("Origin", "http://localhost:5173"))).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/services", "Host", "rebound.example")]
    [InlineData("PUT", "/api/services", "Origin", "https://evil.example")]
    [InlineData("GET", "/ws/health", "Origin", "null")]
    [InlineData("GET", "/", "Host", "rebound.example:4253")]
    [InlineData("POST", "/api/login", "Origin", "https://evil.example")]
    public async Task Loopback_ForeignName_403ProblemWithTheHeaders(string method, string path, string header, string value)
    {
        await using var rig = await AccessRig.StartAsync();

        using var answer = await rig.SendAsync(method, path, (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Probe_ForeignHost_Open()
    {
        await using var rig = await AccessRig.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/health/live", Away, ("Host", "node.example"), ("Origin", "null"))).StatusCode);
    }

    [Fact]
    public async Task Elsewhere_NoToken_401ButThePageAndTheLoginShow()
    {
        await using var rig = await AccessRig.StartAsync();

        using var refused = await rig.SendAsync("GET", "/api/services", Away);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("GET", "/ws/health", Away)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/services/shop-api", Away)).StatusCode);
    }

    [Theory]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    public async Task Loopback_BehindAProxy_NeedsAToken(string header, string value)
    {
        await using var rig = await AccessRig.StartAsync();
        var (_, token) = await rig.Tokens.MakeAsync("proxy", Role.Operator, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("GET", "/api/services", (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/api/services", (header, value), ("Authorization", $"Bearer {token}"))).StatusCode);
    }

    [Fact]
    public async Task Elsewhere_Token_OpensAsItsRoleAllows()
    {
        await using var rig = await AccessRig.StartAsync();
        var (_, viewer) = await rig.Tokens.MakeAsync("v", Role.Viewer, Cancel);
        var (kept, admin) = await rig.Tokens.MakeAsync("a", Role.Admin, Cancel);
        async Task<HttpStatusCode> Ask(string method, string path, string token) =>
            (await rig.SendAsync(method, path, Away, ("Authorization", $"Bearer {token}"))).StatusCode;

        Assert.Matches("^hale_[A-Za-z0-9_-]{43}$", admin);
        Assert.Equal(HttpStatusCode.OK, await Ask("GET", "/api/services", viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("PUT", "/api/services", viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await Ask("GET", "/api/secret", viewer));
        Assert.Equal(HttpStatusCode.OK, await Ask("PUT", "/api/services", admin));
        Assert.Equal(HttpStatusCode.OK, await Ask("GET", "/api/secret", admin));

        Assert.True(await rig.Tokens.RemoveAsync(kept.Id, Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask("GET", "/api/services", admin));
    }

    [Fact]
    public async Task Caller_WithAToken_IsToldItsNameAndRole()
    {
        await using var rig = await AccessRig.StartAsync();
        var (_, viewer) = await rig.Tokens.MakeAsync("wall screen", Role.Viewer, Cancel);

        using var asked = await rig.SendAsync("GET", "/api/me", Away, ("Authorization", $"Bearer {viewer}"));
        using var nobody = await rig.SendAsync("GET", "/api/me", Away);

        Assert.Equal("""{"role":"viewer","token":"wall screen"}""", await asked.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
    }

    [Fact]
    public async Task Session_FromOwnPage_OpensAndFromAForeignPageDoesNot()
    {
        await using var rig = await AccessRig.StartAsync();
        var (kept, token) = await rig.Tokens.MakeAsync("a", Role.Admin, Cancel);
        var cookie = ("Cookie", await LoginAsync(rig, token));
        var own = ("Origin", $"http://{rig.Address.Authority}");
        var upgrade = ("Upgrade", "websocket");

        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/api/services", Away, cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("PUT", "/api/services", Away, cookie, own)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await rig.SendAsync("PUT", "/api/services", Away, cookie)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await rig.SendAsync("PUT", "/api/services", Away, cookie, ("Origin", "http://evil.example"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await rig.SendAsync("GET", "/ws/health", Away, cookie, upgrade)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/ws/health", Away, cookie, upgrade, own)).StatusCode);

        await rig.Tokens.RemoveAsync(kept.Id, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("GET", "/api/services", Away, cookie)).StatusCode);
    }

    [Fact]
    public async Task Session_Cookie_IsHttpOnlyStrictAndEnds()
    {
        await using var rig = await AccessRig.StartAsync();
        var (_, token) = await rig.Tokens.MakeAsync("a", Role.Admin, Cancel);
        using var answer = await rig.SendAsync("POST", "/api/login", Away, ("body", $"{{\"token\":\"{token}\"}}"));
        var set = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(token, set, StringComparison.Ordinal);

        rig.Time.Advance(Sessions.Lifetime);

        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("GET", "/api/services", Away, ("Cookie", set.Split(';')[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("GET", "/api/services", Away, ("Cookie", "hale_session=forged"))).StatusCode);
    }

    [Fact]
    public async Task Login_ElevenWrongOnesInAMinute_429UntilItIsOver()
    {
        await using var rig = await AccessRig.StartAsync();
        var (_, token) = await rig.Tokens.MakeAsync("a", Role.Admin, Cancel);
        for (var i = 0; i < Attempts.Most; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("POST", "/api/login", Away, ("body", "{\"token\":\"hale_wrong\"}"))).StatusCode);

        using var refused = await rig.SendAsync("POST", "/api/login", Away, ("body", $"{{\"token\":\"{token}\"}}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await rig.SendAsync("GET", "/api/services", Away, ("Authorization", "Bearer hale_wrong"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", "/api/services", Away, ("Authorization", $"Bearer {token}"))).StatusCode);
        var neighbour = ("X-Test-From", "203.0.113.10");
        Assert.Equal(HttpStatusCode.Unauthorized, (await rig.SendAsync("POST", "/api/login", neighbour, ("body", "{\"token\":\"x\"}"))).StatusCode);

        rig.Time.Advance(TimeSpan.FromMinutes(1));
        await LoginAsync(rig, token);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"token\":7}")]
    public async Task Login_BodyWithoutAToken_400(string body)
    {
        await using var rig = await AccessRig.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await rig.SendAsync("POST", "/api/login", Away, ("body", body))).StatusCode);
    }

    [Fact]
    public async Task Logout_Cookie_IsTakenBack()
    {
        await using var rig = await AccessRig.StartAsync();

        using var answer = await rig.SendAsync("POST", "/api/logout", Away);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }
}
