using System.Text.Json;
using Hale.Monitoring.Checks.Http;

namespace Hale.Monitoring.Tests.Checks.Http;

public sealed class JsonPathTests
{
    private const string Document = """{"a":{"b":[{"c d":1,"e.f":2},[3]]},"":4}""";

    [Theory]
    [InlineData("$.a.b[0]['c d']", "1")]
    [InlineData("$[\"a\"].b[0]['e.f']", "2")]
    [InlineData("$.a.b[1][0]", "3")]
    [InlineData("$['']", "4")]
    [InlineData("$.a.b[1]", "[3]")]
    [InlineData("$", Document)]
    [InlineData("$.a.c", null)]
    [InlineData("$.a[0]", null)]
    [InlineData("$.a.b.c", null)]
    [InlineData("$.a.b[2]", null)]
    public void Find_AlongThePath_TheValueOrNothing(string path, string? value)
    {
        using var document = JsonDocument.Parse(Document);
        Assert.Equal(value, JsonPath.Parse(path)!.Find(document.RootElement)?.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("$a")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.a[")]
    [InlineData("$.a[]")]
    [InlineData("$.a[-1]")]
    [InlineData("$.a[*]")]
    [InlineData("$['a'")]
    [InlineData("$['a")]
    [InlineData("$[99999999999]")]
    public void Parse_SomethingElse_IsNull(string path) => Assert.Null(JsonPath.Parse(path));
}
