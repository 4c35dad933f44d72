using System.Text.Json.Nodes;
using Hale.Cli.Parts;

namespace Hale.Cli.Tests.Parts;

public sealed class YamlTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null,"x"],"c":{},"d":[],"e":{"f":1.5}}""")]
    [InlineData("""{"text":["10","true","null","","~","1e3","-","a: b","# no","x\ny","'q'","\"q\"","2026-01-01","*a","{x}","  pad "]}""")]
    [InlineData("""{"10":"a key like a number","health":{"message":"took 1218 ms, more than 1s"}}""")]
    public void Yaml_WrittenAndRead_IsTheSame(string json)
    {
        var text = new StringWriter();
        Yaml.Write(JsonNode.Parse(json)!, text);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), Yaml.ReadObject(new StringReader(text.ToString()), "test")), text.ToString());
    }

    [Fact]
    public void Yaml_ReadFromJson_IsThatJson() =>
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"check":{"url":"http://x"},"retries":0}"""),
            Yaml.ReadObject(new StringReader("""{"check": {"url": "http://x"}, "retries": 0}"""), "test")));

    [Theory]
    [InlineData("- a")]
    [InlineData("a: [")]
    [InlineData("a: 1\n---\nb: 2")]
    public void Yaml_NoMapping_IsAUsageError(string text) =>
        Assert.Contains("test", Assert.Throws<UsageException>(() => Yaml.ReadObject(new StringReader(text), "test")).Message, StringComparison.Ordinal);
}
