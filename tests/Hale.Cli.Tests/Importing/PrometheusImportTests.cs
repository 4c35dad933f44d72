using Hale.Cli.Importing;

namespace Hale.Cli.Tests.Importing;

public sealed class PrometheusImportTests
{
    private static readonly Reading Jobs = Reading.Of(
        new PrometheusImport(),
        new(Reading.Fixture("prometheus.yml"))
        {
            Modules = Reading.Fixture("blackbox.yml"),
            Beside = pattern => pattern == "targets/*.yml" ? [Reading.Fixture("targets/more.yml")] : [],
        });

    [Theory]
    [InlineData("blackbox-shop-example-com-health", """
        {'project':'blackbox','name':'shop.example.com/health','check':{'type':'http','url':'https://shop.example.com/health'},
        'timeout':'5s','interval':'1m','labels':{'team':'core'}}
        """)]
    [InlineData("blackbox-shop-example-com", """
        {'project':'blackbox','name':'shop.example.com','check':{'type':'http','url':'http://shop.example.com'},'timeout':'5s',
        'interval':'1m','labels':{'team':'core'}}
        """)]
    [InlineData("blackbox-api-internal-status", """
        {'project':'blackbox','name':'api.internal/status','check':{'type':'http','url':'http://api.internal/status','method':'POST',
        'headers':{'Content-Type':'application/json','Authorization':'Basic cHJvYmU6YmxhY2tzZWNyZXQ='},'body':'{\"probe\":true}','follow_redirects':false,
        'expect':{'status':'200-202,404','body_matches':'(?<word>well)'},'insecure_tls':true},'timeout':'3s','interval':'1m'}
        """)]
    [InlineData("blackbox-more-example-com", """
        {'project':'blackbox','name':'more.example.com','check':{'type':'http','url':'https://more.example.com'},'timeout':'5s',
        'interval':'1m','labels':{'team':'web'}}
        """)]
    [InlineData("node-node-1", """
        {'project':'node','name':'node-1','check':{'type':'http','url':'https://node-1:9100/metrics','headers':{'Authorization':'Bearer scrapesecret'}},'interval':'15s',
        'timeout':'10s'}
        """)]
    public void Target_OfAJob_BecomesAService(string id, string expected) => Jobs.Is(id, expected);

    [Fact]
    public void Target_ThatARuleDrops_IsLeftOut() => Assert.Equal(6, Jobs.Services.Count);

    [Theory]
    [InlineData("blackbox: http://api.internal/status: modules.http_api.http.fail_if_header_matches: not carried over: ")]
    [InlineData("blackbox: https://shop.example.com/health: modules.http_2xx.http.valid_http_versions: not carried over: ")]
    [InlineData("node: relabel_configs[1].action: not carried over: found hashmod; allowed: replace, ")]
    [InlineData("node: kubernetes_sd_configs: not carried over: ")]
    [InlineData("prometheus.yml: rule_files: not carried over: ")]
    public void What_HasNoPlaceInHale_IsTold(string finding) => Jobs.Tells(finding);

    [Theory]
    [InlineData("{ action: keep, source_labels: [team], regex: core }", true, "core")]
    [InlineData("{ action: drop, source_labels: [team], regex: co }", true, "core")]
    [InlineData("{ action: drop, source_labels: [team, zone], separator: '-', regex: core-.* }", false, null)]
    [InlineData("{ action: keepequal, source_labels: [team], target_label: zone }", false, null)]
    [InlineData("{ action: dropequal, source_labels: [team], target_label: zone }", true, "core")]
    [InlineData("{ action: uppercase, source_labels: [team], target_label: team }", true, "CORE")]
    [InlineData("{ action: lowercase, source_labels: [zone], target_label: team }", true, "b")]
    [InlineData("{ action: labelmap, regex: zo(.*), replacement: 'team' }", true, "B")]
    [InlineData("{ action: labeldrop, regex: te.* }", true, null)]
    [InlineData("{ action: labelkeep, regex: '__.*|team|job' }", true, "core")]
    [InlineData("{ source_labels: [zone, team], regex: '(?P<z>.+);(.+)', target_label: team, replacement: '${2}-$1' }", true, "B-core")]
    [InlineData("{ source_labels: [team], regex: nothing, target_label: team, replacement: x }", true, "core")]
    [InlineData("{ target_label: team, replacement: '' }", true, null)]
    public void Rule_OfRelabelling_DoesAsPrometheusDoes(string rule, bool kept, string? team)
    {
        var text = $"scrape_configs: [{{ job_name: j, static_configs: [{{ targets: ['h:1'], labels: {{ team: core, zone: B }} }}], relabel_configs: [{rule}] }}]";
        var read = Reading.Of(new PrometheusImport(), new(Reading.Written(text)));
        Assert.Empty(read.Findings);
        Assert.Equal(kept, read.Services.Count == 1);
        if (kept)
            Assert.Equal(team, (string?)read.Services["j-h-1"]["labels"]?["team"]);
    }

    [Theory]
    [InlineData("http_log", "h.example",
        """{'type':'http','url':'http://h.example','expect':{'body_matches':'\\A(?=[\\s\\S]*?(?:up))(?=[\\s\\S]*?(?:well))(?![\\s\\S]*?(?:ERROR))'}}""")]
    [InlineData("tcp_connect", "h.example:25", "{'type':'tcp','url':'tcp://h.example:25'}")]
    [InlineData("ssh_banner", "h.example:22", """{'type':'tcp','url':'tcp://h.example:22','send':'SSH-2.0-probe\n','expect':'SSH-2.0-'}""")]
    [InlineData("irc_banner", "h.example:6667", "{'type':'tcp','url':'tcp://h.example:6667'}")]
    [InlineData("tls_cert", "h.example:465", "{'type':'tls','url':'tls://h.example:465'}")]
    [InlineData("ping", "fd00::1", "{'type':'icmp','url':'icmp://[fd00::1]'}")]
    [InlineData("zone", "10.0.0.2", "{'type':'dns','url':'dns://10.0.0.2/shop.example.com?type=MX'}")]
    [InlineData("orders", "h.example:443", "{'type':'grpc','url':'grpcs://h.example:443/shop.Orders'}")]
    public void Module_WithATarget_BecomesACheck(string module, string target, string check)
    {
        var read = Reading.Of(new BlackboxImport(), new(Reading.Fixture("blackbox.yml")) { Targets = [$"{module}={target}"] });
        var (id, body) = Assert.Single(read.Services);
        Assert.StartsWith($"blackbox-{module.Replace('_', '-')}-", id, StringComparison.Ordinal);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(check.Replace('\'', '"')), body["check"]), body.ToJsonString());
    }

    [Fact]
    public void Module_OfAnotherProber_IsTold() =>
        Reading.Of(new BlackboxImport(), new(Reading.Fixture("blackbox.yml")) { Targets = ["raw=x"] })
            .Tells("raw=x: modules.raw.prober: not carried over: found unix; allowed: http, ");

    [Fact]
    public void Modules_ThatBlackboxIsDeliveredWith_AreKnown()
    {
        const string text = "scrape_configs: [{ job_name: j, metrics_path: /probe, params: { module: [ssh_banner], target: ['h.example:22'] }, "
            + "static_configs: [{ targets: ['blackbox:9115'] }] }]";
        var read = Reading.Of(new PrometheusImport(), new(Reading.Written(text)));
        Assert.Equal("tcp://h.example:22", (string?)Assert.Single(read.Services).Value["check"]!["url"]);
        Assert.Empty(read.Findings);
    }

    [Theory]
    [InlineData("nobody", "found a text without a module; allowed: MODULE=TARGET")]
    [InlineData("http_9=x", "found the module http_9; allowed: http_2xx, ")]
    [InlineData(null, "nobody to ask; allowed: --target MODULE=TARGET")]
    public void Modules_WithoutATarget_AreRefused(string? target, string message)
    {
        var source = new ImportSource(Reading.Fixture("blackbox.yml")) { Targets = target is null ? [] : [target] };
        Assert.Contains(message, Assert.Throws<UsageException>(() => Reading.Of(new BlackboxImport(), source)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("modules: {}", "found a mapping with modules; allowed: Prometheus's configuration")]
    [InlineData("scrape_configs: []", "found a mapping with scrape_configs; allowed: ")]
    [InlineData("text", "found \"text\"; allowed: Prometheus's configuration")]
    public void File_OfAnotherSort_IsRefusedWithWhatWasFound(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Reading.Of(new PrometheusImport(), new(Reading.Written(text)))).Message, StringComparison.Ordinal);
}
