using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks;

/// <summary>What a kind says of its options, for forms and editors, is what its reader does.</summary>
public sealed class CheckOptionTests
{
    private static readonly CheckCatalog Checks = SomeChecks.Catalog(TimeProvider.System);

    /// <summary>One description of each kind that has a default or a credential to tell of.</summary>
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["ai"] = """{"type":"ai","url":"https://ai.example/v1","model":"small","key":"sk-1234567890"}""",
        ["component"] = """{"type":"component"}""",
        ["exec"] = """{"type":"exec","command":["/bin/true"]}""",
        ["fly"] = """{"type":"fly","url":"fly://app/1234567890","token":"FlyV1 secret","path":"/status"}""",
        ["grpc"] = """{"type":"grpc","url":"grpcs://api:443"}""",
        ["heartbeat"] = """{"type":"heartbeat","schedule":"0 3 * * *","token":"kY3vQ8xT2mB7nR4w"}""",
        ["http"] = """{"type":"http","url":"https://api/","client_cert":"/etc/client.pem","client_password":"secret"}""",
        ["icmp"] = """{"type":"icmp","url":"icmp://host"}""",
        ["nats"] = """{"type":"nats","url":"nats://host"}""",
        ["postgres"] = """{"type":"postgres","url":"postgres://u:p@host/db"}""",
        ["redis"] = """{"type":"redis","url":"rediss://host"}""",
    };

    public static TheoryData<string, string> Defaults() => Named(option => option.Default is not null);

    public static TheoryData<string, string> Credentials() => Named(option => option.Secret);

    private static TheoryData<string, string> Named(Func<CheckOption, bool> which)
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in Checks.All)
            foreach (var option in kind.Options.Where(which))
                data.Add(kind.Kind, option.Name);
        return data;
    }

    [Fact]
    public void Scheme_ThatNobodyKnows_IsToldThoseThereAreAsTheyAreWritten()
    {
        const string Known = "component:, dns://, docker://, exec:, fly://, grpc://, grpcs://, heartbeat:, host://, http://, https://, icmp://, llm:, nats://, postgres://, "
            + "postgresql://, process://, redis://, rediss://, secrets:, tcp://, tls://";
        var problems = new Problems();

        Assert.Null(Checks.Read(new ScalarNode(ScalarKind.Text, "gopher://host"), "check", Column.Service, null, problems));

        Assert.Equal($"found \"gopher://host\"; allowed: a URL that begins with {Known}", Assert.Single(problems.All).Message);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Default_Spelled_MeansTheSameAsNothing(string kind, string name)
    {
        var option = Checks.Find(kind)!.Options.Single(each => each.Name == name);
        var with = JsonNode.Parse(Descriptions[kind])!.AsObject();
        with[name] = option.Shape switch
        {
            OptionShape.Bool => bool.Parse(option.Default!),
            OptionShape.Number => int.Parse(option.Default!, System.Globalization.CultureInfo.InvariantCulture),
            _ => option.Default,
        };

        Assert.Equal(Read(JsonNode.Parse(Descriptions[kind])!).ToJsonString(), Read(with).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Credentials))]
    public void Credential_Described_IsMasked(string kind, string name) =>
        Assert.Equal("***", Read(JsonNode.Parse(Descriptions[kind])!, secrets: false)[name]!.GetValue<string>());

    private static JsonObject Read(JsonNode described, bool secrets = true)
    {
        var problems = new Problems();
        var check = Checks.Read(JsonNodes.From(described), "check", Column.Service, null, problems);
        Assert.Equal([], problems.All);
        return check!.Options.Describe(secrets);
    }
}
