using Hale.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hale.Server.Tests.Api;

public sealed class ServiceFilterTests
{
    [Theory]
    [InlineData("?label=bad", "label", "found \"bad\"; allowed: a name, = and a value, such as team=core")]
    [InlineData("?label=team=core&label==core", "label", "found \"=core\"; allowed: a name, = and a value, such as team=core")]
    [InlineData("?status=ill", "status", "found \"ill\"; allowed: up, degraded, down, unknown")]
    public void Parameter_ThatCannotBeRead_IsAProblemThatNamesIt(string query, string name, string said)
    {
        Assert.False(ServiceFilter.TryRead(Request(query), out _, out var problem));

        var document = Assert.IsType<JsonHttpResult<Hale.Client.ProblemView>>(problem);
        Assert.Equal((400, said), (document.StatusCode, document.Value!.Errors![name][0]));
    }

    [Fact]
    public void Label_IsNameAndValue_AndUnknownParametersAreIgnored()
    {
        Assert.True(ServiceFilter.TryRead(Request("?label=team=core&label=a=b=c&label=&label=empty=&colour=red"), out var filter, out _));

        Assert.Equal([("team", "core"), ("a", "b=c"), ("empty", "")], filter.Labels);
    }

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new(query) } }.Request;
}
