using Hale.Cli.Importing;
using Hale.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Hale.Cli.Tests.Importing;

public sealed class KumaImportTests
{
    private static readonly Reading Backup = Reading.Of(new KumaImport(), new(Reading.Fixture("uptime-kuma.json")));

    [Theory]
    [InlineData("shop-website", """
        {'project':'shop','name':'Website','check':{'type':'http','url':'https://shop.example.com/',
        'headers':{'X-Api-Key':'headersecret','Authorization':'Basic YWRhOnBhc3NzZWNyZXQ='},
        'insecure_tls':true,'follow_redirects':false,'certificate_warn_before':'14d','expect':{'status':'200-299,401'}},
        'interval':'1m','timeout':'48s','retries':2,'labels':{'team':'core','public':'true'}}
        """)]
    [InlineData("shop-keyword", """
        {'project':'shop','name':'Keyword','check':{'type':'http','url':'http://api.internal/','method':'POST','body':'{\"a\":1}','headers':{'Content-Type':'application/json'},
        'expect':{'body_contains':'all is well'}},'interval':'20s','timeout':'16s','retries':0,'labels':{'group':'Shop/Backend'}}
        """)]
    [InlineData("uptime-kuma-no-errors", """
        {'project':'uptime-kuma','name':'No errors','check':{'type':'http','url':'http://api.internal/log','expect':{'body_matches':'(?s)\\A(?!.*ERR\\(1\\))'}},
        'interval':'20s','timeout':'16s','paused':true}
        """)]
    [InlineData("uptime-kuma-json", """
        {'project':'uptime-kuma','name':'Json','check':{'type':'http','url':'http://api.internal/status','expect':{'json':{'$.data.status':'ok'}}},'interval':'30s',
        'timeout':'24s'}
        """)]
    [InlineData("uptime-kuma-smtp", "{'project':'uptime-kuma','name':'Smtp','check':{'type':'tcp','url':'tcp://mail.internal:25'},'interval':'1m','timeout':'48s'}")]
    [InlineData("uptime-kuma-router", "{'project':'uptime-kuma','name':'Router','check':{'type':'icmp','url':'icmp://[fd00::1]'},'interval':'1m','timeout':'48s'}")]
    [InlineData("uptime-kuma-zone", "{'project':'uptime-kuma','name':'Zone','check':{'type':'dns','url':'dns://1.1.1.1/shop.example.com?type=MX'},'interval':'5m','timeout':'4m'}")]
    [InlineData("uptime-kuma-backup", "{'project':'uptime-kuma','name':'Backup','check':{'type':'heartbeat','token':'pushsecret1'},'interval':'1d','retries':1}")]
    [InlineData("uptime-kuma-worker", "{'project':'uptime-kuma','name':'Worker','check':{'type':'docker','url':'docker://shop-worker-1'},'interval':'1m','timeout':'48s'}")]
    [InlineData("uptime-kuma-database", """
        {'project':'uptime-kuma','name':'Database','check':{'type':'postgres','url':'postgres://hale:dbsecret@db:5432/shop','query':'SELECT count(*) FROM orders'},
        'interval':'1m','timeout':'48s'}
        """)]
    [InlineData("uptime-kuma-cache", "{'project':'uptime-kuma','name':'Cache','check':{'type':'redis','url':'redis://:cachesecret@cache:6379'},'interval':'1m','timeout':'48s'}")]
    [InlineData("uptime-kuma-orders", "{'project':'uptime-kuma','name':'Orders','check':{'type':'grpc','url':'grpc://orders.internal:9090'},'interval':'1m','timeout':'48s'}")]
    public void Monitor_OfABackup_BecomesAService(string id, string expected) => Backup.Is(id, expected);

    [Theory]
    [InlineData("Website: expiryNotification: carried over as certificate_warn_before 14d")]
    [InlineData("Website: notificationIDList: not carried over: ")]
    [InlineData("Json: retryInterval: not carried over: ")]
    [InlineData("Router: packetSize: not carried over: ")]
    [InlineData("Zone: dns_resolve_server: found 2 resolvers; allowed: one")]
    [InlineData("Orders: grpcServiceName: carried over as ")]
    [InlineData("Orders: grpcMethod: not carried over: ")]
    [InlineData("Orders: keyword: not carried over: ")]
    [InlineData("Broker: type: not carried over: found mqtt; allowed: http, ")]
    [InlineData("Must be gone: upsideDown: not carried over: ")]
    public void What_HasNoPlaceInHale_IsTold(string finding) => Backup.Tells(finding);

    [Fact]
    public void Findings_OfABackup_AreNoMoreAndHoldNoCredentials()
    {
        Assert.Equal(10, Backup.Findings.Count);
        Assert.DoesNotContain(Backup.Findings, finding => finding.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Address_ThatIsNoUrl_IsToldWithoutItself()
    {
        const string text = """{"monitorList":[{"name":"a","type":"postgres","databaseConnectionString":"host=db password=dbsecret"}]}""";
        var read = Reading.Of(new KumaImport(), new(Reading.Written(text)));
        Assert.Empty(read.Services);
        Assert.StartsWith("a: check.url: found another text; allowed: postgres", Assert.Single(read.Findings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonPath", "$sum(items.price)", "jsonPath: not carried over: ")]
    [InlineData("jsonPathOperator", ">", "jsonPathOperator: not carried over: allowed: ==")]
    [InlineData("authMethod", "ntlm", "authMethod: not carried over: found ntlm; allowed: basic")]
    [InlineData("headers", "X-A: b", "headers: not carried over: ")]
    [InlineData("proxyId", "3", "proxyId: not carried over: ")]
    public void Field_ThatHaleHasNot_IsToldByItsName(string field, string value, string finding)
    {
        var text = $$"""{"monitorList":[{"name":"a","type":"json-query","url":"http://a.example/","jsonPath":"b","expectedValue":"1","{{field}}":"{{value}}"}]}""";
        if (field == "jsonPath")
            text = text.Replace("\"jsonPath\":\"b\",", "", StringComparison.Ordinal);
        var read = Reading.Of(new KumaImport(), new(Reading.Written(text)));
        Assert.Single(read.Services);
        read.Tells($"a: {finding}");
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public void Database_OfWhicheverJournal_IsReadLikeABackup(string journal)
    {
        using var folder = new TempFolder();
        // Open while it is read, so that the last writes are in the log alone, as with a running Uptime Kuma.
        using var database = Open(folder["kuma.db"], journal);
        IReadOnlyList<SourceFile> Beside(string name) => File.Exists(folder[name]) ? [new(name, File.ReadAllBytes(folder[name]))] : [];
        var read = Reading.Of(new KumaImport(), new(new(folder["kuma.db"], File.ReadAllBytes(folder["kuma.db"]))) { Beside = Beside });
        read.Is("shop-website", """
            {'project':'shop','name':'Website','check':{'type':'http','url':'https://shop.example.com/','expect':{'status':'200-299,401'}},
            'interval':'1m','timeout':'48s','retries':2,'labels':{'team':'core'}}
            """);
        read.Is("uptime-kuma-backup", "{'project':'uptime-kuma','name':'Backup','check':{'type':'heartbeat','token':'pushsecret1'},'interval':'1d','retries':0,'paused':true}");
        Assert.Equal("Website: retry_interval: not carried over: after a failure Hale tries again after 1s, 2s, 4s … on its own", Assert.Single(read.Findings));
    }

    [Theory]
    [InlineData("[]", "found a list; allowed: Uptime Kuma's backup")]
    [InlineData("{\"checks\":[]}", "found a mapping with checks; allowed: Uptime Kuma's backup")]
    [InlineData("endpoints: []", "found a file that is not JSON: line 1, column 1; allowed: Uptime Kuma's backup")]
    [InlineData("SQLite format 3\0garbage", "found a database that can't be read as one")]
    public void File_OfAnotherSort_IsRefusedWithWhatWasFound(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Reading.Of(new KumaImport(), new(Reading.Written(text)))).Message, StringComparison.Ordinal);

    private static SqliteConnection Open(string path, string journal)
    {
        var database = new SqliteConnection($"Data Source={path};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText =
            $"""
            PRAGMA journal_mode = {journal};
            CREATE TABLE monitor (id INTEGER PRIMARY KEY, name VARCHAR, active BOOLEAN DEFAULT 1, interval INTEGER, url TEXT, type VARCHAR, parent INTEGER,
              maxretries INTEGER DEFAULT 0, retry_interval INTEGER, accepted_statuscodes_json TEXT DEFAULT '["200-299"]', upside_down BOOLEAN DEFAULT 0,
              push_token VARCHAR, timeout DOUBLE, packet_size INTEGER DEFAULT 56);
            CREATE TABLE tag (id INTEGER PRIMARY KEY, name VARCHAR, color VARCHAR);
            CREATE TABLE monitor_tag (id INTEGER PRIMARY KEY, monitor_id INTEGER, tag_id INTEGER, value TEXT);
            INSERT INTO monitor (id, name, type) VALUES (1, 'Shop', 'group');
            INSERT INTO monitor (id, name, type, parent, url, interval, retry_interval, maxretries, accepted_statuscodes_json)
              VALUES (2, 'Website', 'http', 1, 'https://shop.example.com/', 60, 30, 2, '["200-299","401"]');
            INSERT INTO monitor (id, name, type, push_token, interval, active) VALUES (3, 'Backup', 'push', 'pushsecret1', 86400, 0);
            INSERT INTO tag VALUES (1, 'team', '#fff');
            INSERT INTO monitor_tag VALUES (1, 2, 1, 'core');
            """;
        command.ExecuteNonQuery();
        return database;
    }
}
