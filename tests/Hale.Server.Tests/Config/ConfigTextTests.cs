using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Server.Api;
using Hale.Server.Registry;
using Hale.Server.Tests.Registry;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Config;

public sealed class ConfigTextTests
{
    private readonly RegistryDesk _desk = new();

    private CheckCatalog Checks => SomeChecks.Catalog(_desk.Time);

    /// <summary>What is copied from the dashboard and put into the file declares the same.</summary>
    [Theory]
    [InlineData("{'check':'http://api/health'}")]
    [InlineData("{'check':'tcp://db:5432','type':'database','critical':false,'interval':'10s','retries':0,'soft_failure':'degraded','degrade_after':2}")]
    [InlineData("{'check':{'url':'https://api/','headers':{'X-A':'true','X-B':'12','X-C':' spaced ','X-D':'# no comment'},'expect':{'status':'200-299,401','json':{'$.a':'12','$.b':12,'$.c':null}}}}")]
    [InlineData("{'check':{'url':'http://api/','body':'first\\nsecond: ${NAME} $${NAME}\\n','method':'POST','expect':{'body_matches':'^\\\\d+$','body_contains':'*'}}}")]
    [InlineData("{'check':{'type':'exec','command':['/bin/probe','-x','yes','null','a b'],'env':{'A':'*b','C':''}},'labels':{'team':'core','no':'no','1':'2'}}")]
    [InlineData("{'check':{'type':'ai','url':'https://ai.example/v1','model':'small'},'version':'1.0','port':80,'name':'another name'}")]
    [InlineData("{'check':{'type':'heartbeat','schedule':'0 3 * * *','grace':'10m'},'name':'night'}")]
    [InlineData("{'check':{'type':'dns','url':'dns://1.1.1.1/example.com','expect':['10.0.0.1','10.0.0.2']}}")]
    public async Task Service_WrittenAndRead_IsTheSame(string json)
    {
        var body = JsonNode.Parse(json.Replace('\'', '"'))!.AsObject();
        body["project"] = "shop";
        var written = await _desk.PutAsync("shop-api", body.ToJsonString().Replace('\'', '"'));
        Assert.True(written.Done, string.Join("; ", written.Problems));
        var (yaml, said) = (new Definer(_desk.Now, Checks).Of(written.Value!).Yaml, Said.Of(written.Value!));

        var other = new RegistryDesk();
        await other.FileAsync(yaml);

        var read = Assert.Single(other.Now.Services.Values);
        Assert.Equal(said.ToJsonString(), Said.Of(read).ToJsonString());
        Assert.Equal(Definitions.Etag(written.Value!), Definitions.Etag(read));
    }

    [Fact]
    public async Task Service_ThatAUrlDescribes_IsWrittenShort()
    {
        await _desk.AddAsync("postgres");
        var api = await _desk.AddAsync("api", "postgres");
        var model = (await _desk.PutAsync("shop-model", "{'project':'shop','check':{'type':'ai','url':'https://ai.example/v1','model':'small'}}")).Value!;

        Assert.Equal(
            "projects:\n  shop:\n    services:\n      api:\n        check: http://api/health\n        depends_on: [shop-postgres]\n", new Definer(_desk.Now, Checks).Of(api).Yaml);
        Assert.Contains("        check:\n          type: ai\n          url: https://ai.example/v1\n", new Definer(_desk.Now, Checks).Of(model).Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_Stored_IsMaskedAndSaidToBe()
    {
        var written = await _desk.PutAsync("shop-api", "{'project':'shop','check':{'url':'https://u:secret@api/','headers':{'Authorization':'Bearer hidden'}}}");

        var definition = new Definer(_desk.Now, Checks).Of(written.Value!);

        Assert.StartsWith("# *** is a credential: put ${NAME} in its place.\n", definition.Yaml, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", definition.Yaml + definition.Given.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", definition.Yaml + definition.Given.ToJsonString(), StringComparison.Ordinal);
    }

    /// <summary>What a form gets, changes and sends back: credentials nobody touched are kept, and are not handed to another host.</summary>
    [Fact]
    public async Task Credential_SentBackMasked_IsKeptForItsHostAndRefusedForAnother()
    {
        var before = (await _desk.PutAsync("shop-api", "{'project':'shop','check':{'url':'https://u:secret@api/','headers':{'Authorization':'Bearer hidden'}}}")).Value!;
        var given = new Definer(_desk.Now, Checks).Of(before).Given;

        given["interval"] = "10s";
        var after = (await _desk.PutAsync("shop-api", given.ToJsonString().Replace('\'', '"'))).Value!;
        given["check"]!["url"] = "https://u:***@elsewhere/";
        var stolen = await _desk.PutAsync("shop-api", given.ToJsonString().Replace('\'', '"'));
        var copied = await _desk.PutAsync("shop-copy", new Definer(_desk.Now, Checks).Of(after).Given.ToJsonString().Replace("\"api\"", "\"copy\"", StringComparison.Ordinal));

        Assert.Equal(before.Check.Options.Describe(secrets: true).ToJsonString(), after.Check.Options.Describe(secrets: true).ToJsonString());
        Assert.Equal(["check.headers.Authorization", "check.url"], stolen.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["check.headers.Authorization", "check.url"], copied.Problems.Select(problem => problem.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{'url':'https://shop.example.com'}")]
    [InlineData("{'url':'https://shop.example.com/?a=1','headers':{'X-A':'b'},'expect':{'status':'200-204'},'process_name':'shop','interval':'10s','retries':2}")]
    public async Task Target_WrittenAndRead_IsTheSame(string json)
    {
        await _desk.PutProjectAsync("shop", "{}");
        var written = (await _desk.PutTargetAsync("shop", "production", json)).Value!;

        var other = new RegistryDesk();
        await other.FileAsync(new Definer(_desk.Now, Checks).Of(written).Yaml);

        Assert.Equal(Said.Of(written).ToJsonString(), Said.Of(Assert.Single(other.Now.Targets.Values)).ToJsonString());
    }

    [Fact]
    public async Task Project_WrittenAndRead_IsTheSame()
    {
        var json = "{'name':'The shop','labels':{'team':'core'},'defaults':{'retries':1,'targets':{'interval':'5m'}}}";
        var written = (await _desk.PutProjectAsync("shop", json)).Value!;

        var other = new RegistryDesk();
        await other.FileAsync(Definer.Of(written).Yaml);

        Assert.Equal(Said.Of(written).ToJsonString(), Said.Of(Assert.Single(other.Now.Projects.Values)).ToJsonString());
    }
}
