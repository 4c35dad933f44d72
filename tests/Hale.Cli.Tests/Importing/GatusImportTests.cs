using Hale.Cli.Importing;

namespace Hale.Cli.Tests.Importing;

public sealed class GatusImportTests
{
    private static readonly Reading Config = Reading.Of(
        new GatusImport(), new(Reading.Fixture("gatus.yaml")) { Environment = name => name == "API_TOKEN" ? "envsecret" : null });

    [Theory]
    [InlineData("core-website", """
        {'project':'Core','name':'Website','check':{'type':'http','url':'https://shop.example.com/health','certificate_warn_before':'2d',
        'expect':{'json':{'$.status':'UP','$.data[0].id':7,'$.token':'conditionsecret && true'},'status':'200'}},
        'interval':'1m30s','timeout':'10s','degraded_above':'500ms','retries':4,'recover_after':3}
        """)]
    [InlineData("core-api-v2", """
        {'project':'core','name':'API (v2)','check':{'type':'http','url':'http://api.internal:8080/graphql','method':'POST',
        'headers':{'Authorization':'Bearer envsecret','X-Missing':'$NOT_THERE','X-Dollar':'$5','Content-Type':'application/json'},
        'body':'{\'query\':\'{ me { id } }\'}','expect':{'body_contains':'welcome','status':'200,401'},'insecure_tls':true,'follow_redirects':false},
        'interval':'30s','timeout':'3s'}
        """)]
    [InlineData("gatus-ranges", """
        {'project':'gatus','name':'Ranges','check':{'type':'http','url':'http://ranges.example/','expect':{'status':'200-301,303-399'}},'interval':'1m',
        'timeout':'10s'}
        """)]
    [InlineData("gatus-anything", """
        {'project':'gatus','name':'Anything','check':{'type':'http','url':'http://any.example/','expect':{'status':'100-599'}},'interval':'1m',
        'timeout':'10s'}
        """)]
    [InlineData("gatus-zone", """
        {'project':'gatus','name':'zone','check':{'type':'dns','url':'dns://10.0.0.2/shop.example.com?type=A','expect':'203.0.113.10'},'interval':'1m',
        'timeout':'10s'}
        """)]
    [InlineData("gatus-mail", "{'project':'gatus','name':'mail','check':{'type':'tcp','url':'tcp://mail.internal:25','expect':'220'},'interval':'1m','timeout':'10s'}")]
    [InlineData("gatus-gateway", "{'project':'gatus','name':'gateway','check':{'type':'icmp','url':'icmp://10.0.0.1'},'interval':'1m','timeout':'10s','paused':true}")]
    [InlineData("gatus-shell", "{'project':'gatus','name':'shell','check':{'type':'tcp','url':'tcp://bastion.internal:22','expect':'SSH-'},'interval':'1m','timeout':'10s'}")]
    [InlineData("jobs-nightly-backup", "{'project':'jobs','name':'Nightly backup','check':{'type':'heartbeat','token':'potato-potato-42'},'interval':'1d'}")]
    public void Endpoint_OfAFile_BecomesAService(string id, string expected) =>
        Config.Is(id, expected.Replace("'project':'Core'", "'project':'core'", StringComparison.Ordinal).Replace("\\'", "\\\"", StringComparison.Ordinal));

    [Theory]
    [InlineData("gatus.yaml: NOT_THERE: found no such variable")]
    [InlineData("gatus.yaml: alerting: not carried over: ")]
    [InlineData("Core/Website: conditions[1]: carried over as degraded_above")]
    [InlineData("Core/Website: conditions[4]: carried over as certificate_warn_before")]
    [InlineData("Core/Website: conditions[6]: not carried over: found len([BODY].items) >")]
    [InlineData("Core/Website: alerts: not carried over: ")]
    [InlineData("shell: ssh: not carried over: ")]
    [InlineData("socket: url: not carried over: found wss://; allowed: http, ")]
    public void What_HasNoPlaceInHale_IsTold(string finding) => Config.Tells(finding);

    [Fact]
    public void Findings_OfAFile_AreNoMoreThanThose() => Assert.Equal(8, Config.Findings.Count);

    [Theory]
    [InlineData("[STATUS] < 300", "'status':'100-299'", null)]
    [InlineData("[STATUS] == twohundred", "'status':'100-599'", "conditions[0]: not carried over: found [STATUS] ==; allowed: a number")]
    [InlineData("[STATUS] > 700", "'status':'100-599'", "conditions[0]: not carried over: found [STATUS] >; no status")]
    [InlineData("[BODY] == ok", "'body_matches':'(?s)\\\\A(?:ok)\\\\z','status':'100-599'", null)]
    [InlineData("[BODY] == any(a.b, c)", "'body_matches':'(?s)\\\\A(?:a\\\\.b|c)\\\\z','status':'100-599'", null)]
    [InlineData("[BODY] == pat(v?.*)", "'body_matches':'(?s)\\\\A(?:v.\\\\..*)\\\\z','status':'100-599'", null)]
    [InlineData("[BODY].up == true", "'json':{'$.up':true},'status':'100-599'", null)]
    [InlineData("[BODY].n == 1.5", "'json':{'$.n':1.5},'status':'100-599'", null)]
    [InlineData("[BODY].n != 5", "'status':'100-599'", "conditions[0]: not carried over: found [BODY].n !=; allowed: == with one value")]
    [InlineData("[BODY].n == any(1, 2)", "'status':'100-599'", "conditions[0]: not carried over: found [BODY].n ==; allowed: == with one value")]
    [InlineData("has([BODY].errors) == false", "'status':'100-599'", "conditions[0]: not carried over: found has([BODY].errors) ==")]
    [InlineData("[IP] == 127.0.0.1", "'status':'100-599'", "conditions[0]: not carried over: found [IP] ==")]
    [InlineData("[DOMAIN_EXPIRATION] > 720h", "'status':'100-599'", "conditions[0]: not carried over: found [DOMAIN_EXPIRATION] >")]
    [InlineData("[CERTIFICATE_EXPIRATION] > 48h", "'status':'100-599'", "conditions[0]: not carried over: found [CERTIFICATE_EXPIRATION] >; only TLS")]
    [InlineData("[CONNECTED] == false", "'status':'100-599'", "conditions[0]: not carried over: found [CONNECTED] ==; allowed: == true")]
    [InlineData("nonsense", "'status':'100-599'", "conditions[0]: not carried over: found no comparison")]
    public void Condition_OfHttp_BecomesAnExpectationOrIsTold(string condition, string expect, string? finding)
    {
        var read = Reading.Of(new GatusImport(), new(Reading.Written($"endpoints: [{{ name: a, url: \"http://a.example/\", conditions: [\"{condition}\"] }}]")));
        read.Is("gatus-a", $"{{'project':'gatus','name':'a','check':{{'type':'http','url':'http://a.example/','expect':{{{expect}}}}},'interval':'1m','timeout':'10s'}}");
        if (finding is null)
            Assert.Empty(read.Findings);
        else
            Assert.StartsWith($"a: {finding}", Assert.Single(read.Findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found nothing; allowed: Gatus's configuration")]
    [InlineData("[1, 2]", "found a list; allowed: Gatus's configuration")]
    [InlineData("scrape_configs: []", "found a mapping with scrape_configs; allowed: Gatus's configuration")]
    [InlineData("a: [", "found no YAML")]
    [InlineData("a: *b", "found *b; allowed: an alias of something before it")]
    public void File_OfAnotherSort_IsRefusedWithWhatWasFound(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Reading.Of(new GatusImport(), new(Reading.Written(text)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Aliases_OfAliases_AreRefusedBeforeTheyFillTheMemory()
    {
        var lines = Enumerable.Range(1, 12).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        var text = $"a0: &a0 [x]\n{string.Join('\n', lines)}\n";
        Assert.Contains("found more; allowed: ", Assert.Throws<UsageException>(() => Reading.Of(new GatusImport(), new(Reading.Written(text)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ünï cödé!", "gatus-uni-code")]
    [InlineData("  --A--b  ", "gatus-a-b")]
    [InlineData("監視", "gatus-1869d7b2")]
    public void Name_OfWhateverLetters_MakesAnId(string name, string id) =>
        Assert.Equal(id, Assert.Single(Reading.Of(new GatusImport(), new(Reading.Written($"endpoints: [{{ name: \"{name}\", url: \"icmp://a\" }}]"))).Services.Keys));

    [Fact]
    public void Names_ThatMakeOneId_AreNumberedAndTold()
    {
        var read = Reading.Of(new GatusImport(), new(Reading.Written("endpoints: [{ name: a b, url: \"icmp://a\" }, { name: A-B, url: \"icmp://b\" }]")));
        Assert.Equal(["gatus-a-b", "gatus-a-b-2"], read.Services.Keys);
        read.Tells("A-B: name: found a name that makes the id gatus-a-b once more; it is gatus-a-b-2");
    }

    [Fact]
    public void Name_TooLongForAnId_IsCutWithAHashOfTheWhole()
    {
        var (one, other) = (new string('x', 100) + "1", new string('x', 100) + "2");
        var text = $"endpoints: [{{ name: {one}, url: \"icmp://a\" }}, {{ name: {other}, url: \"icmp://b\" }}]";
        var ids = Reading.Of(new GatusImport(), new(Reading.Written(text))).Services.Keys.ToArray();
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^gatus-x+-[0-9a-f]{8}$", id));
    }
}
