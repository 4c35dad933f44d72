using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>Reading and describing: what is refused and how, what is masked, what comes back.</summary>
public sealed class HttpCheckRulesTests
{
    private const string Whole =
        """
        {"type":"http","url":"https://ann:p%40ss@shop.example/health?token=t1&page=2&token=t2#x","method":"POST",
         "headers":{"Authorization":"Bearer b1","Cookie":"c1","X-Api-Key":"k1","X-Kind":"probe"},"body":"{}","follow_redirects":false,
         "expect":{"status":"200-299,401","body_contains":"ok","body_matches":"o.","json":{"$.a[0]['b c']":{"d":[1,2.5,null,true,"x"]}},"header":{"X-Token":"h1","X-Plain":"p"}},
         "tls_resume":false,"insecure_tls":true,"client_cert":"client.pem","client_key":"client.key","client_password":"w1","proxy":"http://bob:x1@proxy.example:3128","http_version":"2","reuse_connection":true,"certificate_warn_before":"14d"}
        """;

    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://example.com:8443/a/../b?x=%20y#f")]
    [InlineData("http://[::1]:8080/health")]
    [InlineData(Whole)]
    public void Describe_WithSecrets_ReadsAsTheSame(string described)
    {
        var spec = Probe.Spec(described);
        var again = Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString());
        Assert.Equal(spec, again);
        Assert.Equal(spec.Options.GetHashCode(), again.Options.GetHashCode());
        Assert.Equal(spec.Options.Describe(secrets: true).ToJsonString(), again.Options.Describe(secrets: true).ToJsonString());
    }

    [Fact]
    public void Describe_WithSecrets_IsWhatWasWritten()
    {
        var described = Probe.Spec(Whole).Options.Describe(secrets: true);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(Whole), described), described.ToJsonString());
        Assert.Equal("type", described.First().Key);
    }

    [Fact]
    public void Describe_AUrl_IsJustThat() =>
        Assert.Equal("""{"type":"http","url":"http://example.com"}""", Probe.Spec("http://example.com").Options.Describe(secrets: false).ToJsonString());

    [Fact]
    public void Describe_WithoutSecrets_MasksEach()
    {
        var shown = Probe.Spec(Whole).Options.Describe(secrets: false);
        Assert.Equal("https://ann:***@shop.example/health?token=***&page=2&token=***#x", shown["url"]!.GetValue<string>());
        Assert.Equal(["***", "***", "***", "probe"], shown["headers"]!.AsObject().Select(header => header.Value!.GetValue<string>()));
        Assert.Equal("***", shown["expect"]!["header"]!["X-Token"]!.GetValue<string>());
        foreach (var secret in (string[])["p%40ss", "t1", "t2", "b1", "c1", "k1", "h1", "w1", "x1"])
            Assert.DoesNotContain(secret, shown.ToJsonString() + Probe.Spec(Whole).Options, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MaskedOverTheSame_IsAsBefore()
    {
        var before = Probe.Spec(Whole);
        var problems = new Problems();
        var after = Probe.Read(before.Options.Describe(secrets: false).ToJsonString(), problems, before: before);
        Assert.Empty(problems.All);
        Assert.Equal(before, after);
    }

    [Theory]
    [InlineData("http://ann:***@shop.example/", "check.url")]
    [InlineData("http://shop.example/?api_key=***", "check.url")]
    [InlineData("""{"url":"http://shop.example/","headers":{"Authorization":"***"}}""", "check.headers.Authorization")]
    [InlineData("""{"url":"http://shop.example/","expect":{"header":{"X-Token":"***"}}}""", "check.expect.header.X-Token")]
    public void Read_MaskedOverNothing_IsAProblem(string described, string path) =>
        Assert.StartsWith(path + ": found ", Probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public void Read_MaskedForAnotherHost_IsAProblem()
    {
        // Otherwise whoever may edit a check could have its credentials sent to a host of their own.
        var before = Probe.Spec("""{"url":"http://ann:pass@shop.example/","headers":{"Authorization":"Bearer b1"}}""");
        var problems = Probe.Problems("""{"url":"http://ann:***@evil.example/","headers":{"Authorization":"***"}}""", before);
        Assert.Contains("check.url", problems, StringComparison.Ordinal);
        Assert.Contains("check.headers.Authorization", Probe.Problems("""{"url":"http://evil.example/","headers":{"Authorization":"***"}}""", before), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AColumn_MakesAnotherCheck() =>
        Assert.NotEqual(Probe.Spec("http://example.com"), Probe.Spec("http://example.com", Column.Target));

    [Theory]
    [InlineData("""{"type":"http"}""", "check.url: is missing; needed: a URL such as https://example.com/health")]
    [InlineData("http://", "check.url: found \"http://\"; allowed: an absolute URL with http or https and a host, such as https://example.com/health")]
    [InlineData("""{"type":"http","url":"tcp://a:1"}""", "check.url: found \"tcp://a:1\"; allowed: an absolute URL")]
    [InlineData("""{"type":"http","url":"/health"}""", "check.url: found \"/health\"; allowed: an absolute URL")]
    [InlineData("""{"url":"http://a","method":"GE T"}""", "check.method: found \"GE T\"; allowed: an HTTP method such as GET, HEAD or POST")]
    [InlineData("""{"url":"http://a","method":"CONNECT"}""", "check.method: found")]
    [InlineData("""{"url":"http://a","headers":{"a b":"x"}}""", "check.headers.a b: found \"x\"; allowed: a header's name")]
    [InlineData("""{"url":"http://a","headers":{"A":"x\r\nB: y"}}""", "check.headers.A: found")]
    [InlineData("""{"url":"http://a","headers":{"Content-Length":"5"}}""", "check.headers.Content-Length: found \"5\"; allowed: any header but those")]
    [InlineData("""{"url":"http://a","headers":["x"]}""", "check.headers: found a list")]
    [InlineData("""{"url":"http://a","follow_redirects":"maybe"}""", "check.follow_redirects: found \"maybe\"; allowed: true or false")]
    [InlineData("""{"url":"http://a","expect":{"status":"2xx"}}""", "check.expect.status: found \"2xx\"; allowed: statuses and ranges from 100 to 599, such as \"200-299,401\"")]
    [InlineData("""{"url":"http://a","expect":{"body_matches":"("}}""", "check.expect.body_matches: found \"(\"; allowed: a regular expression")]
    [InlineData("""{"url":"http://a","expect":{"json":{"status":1}}}""", "check.expect.json.status: found \"status\"; allowed: a path such as $.a.b[0]['c d']")]
    [InlineData("""{"url":"http://a","expect":{"json":"x"}}""", "check.expect.json: found \"x\"; allowed: a mapping of paths to values")]
    [InlineData("""{"url":"http://a","expect":{"stauts":200}}""", "check.expect.stauts: unknown key; did you mean status?")]
    [InlineData("""{"url":"http://a","expect":200}""", "check.expect: must be a mapping, found the number 200")]
    [InlineData("""{"url":"http://a","http_version":"3"}""", "check.http_version: found \"3\"; allowed: 3 only with an https URL")]
    [InlineData("""{"url":"http://a","http_version":"4"}""", "check.http_version: found \"4\"; allowed: 1.1 or 2 or 3")]
    [InlineData("""{"url":"http://a","proxy":"https://p:1"}""", "check.proxy: found \"https://p:1\"; allowed: a URL with http, a host and no path")]
    [InlineData("""{"url":"http://a","proxy":"socks5://ann:x@p:1"}""", "check.proxy: found \"socks5://***@p:1\"; allowed: a URL with http")]
    [InlineData("""{"url":"http://a","proxy":"http://p/path"}""", "check.proxy: found")]
    [InlineData("""{"url":"http://a","proxy":"http://ann:***@p"}""", "check.proxy: found \"http://***@p\"; allowed: *** only where")]
    [InlineData("""{"url":"http://a","proxy":"http://p","http_version":"2"}""", "check.http_version: found \"2\"; allowed: through a proxy 1.1, and with an https URL 2")]
    [InlineData("""{"url":"https://a","proxy":"http://p","http_version":"3"}""", "check.http_version: found \"3\"; allowed: through a proxy 1.1")]
    [InlineData("""{"url":"https://a","client_key":"k.pem"}""", "check.client_key: found \"k.pem\"; allowed: only beside client_cert")]
    [InlineData("""{"url":"https://a","client_password":"hunter2"}""", "check.client_password: found \"***\"; allowed: only beside client_cert")]
    [InlineData("""{"url":"https://a","client_cert":"c.P12","client_key":"k.pem"}""", "check.client_key: found \"k.pem\"; allowed: only beside a PEM file")]
    [InlineData("""{"url":"https://a","client_cert":"c.p12","client_password":"***"}""", "check.client_password: found \"***\"; allowed: *** only where the check in force")]
    [InlineData("""{"url":"http://a","certificate_warn_before":14}""", "check.certificate_warn_before: found the number 14; allowed: a duration")]
    [InlineData("""{"url":"http://a","follow_redirect":true}""", "check.follow_redirect: unknown key; did you mean follow_redirects?")]
    public void Read_WhatCannotBe_NamesTheField(string described, string problem) => Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralProblems_AllAtOnce()
    {
        var problems = Probe.Problems("""{"url":"http://","method":"","headers":{"A":"\n"},"expect":{"status":"x","nope":1},"timeout_ms":3}""");
        Assert.Equal(6, problems.Split('\n').Length);
    }

    /// <summary>JSON tells a number from a text; here both are meant.</summary>
    [Fact]
    public void Read_AStatusAsANumberOfJson_IsTaken()
    {
        var problems = new Problems();
        var check = CheckCatalog.Standard(TimeProvider.System).Read(
            JsonNodes.From(JsonNode.Parse("""{"url":"http://a","expect":{"status":401}}""")!), "check", Column.Service, null, problems);
        Assert.Empty(problems.All);
        Assert.Equal("401", (string?)check!.Options.Describe(false)["expect"]!["status"]);
    }

    [Fact]
    public void Read_AStatusAsANumber_IsTaken() =>
        Assert.Equal("401", Probe.Spec("""{"url":"http://a","expect":{"status":401}}""").Options.Describe(false)["expect"]!["status"]!.GetValue<string>());

    [Fact]
    public void ServiceType_IsApi() => Assert.Equal("api", Probe.Spec("http://a").Options.ServiceType);
}
