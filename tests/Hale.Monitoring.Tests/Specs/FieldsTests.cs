using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Specs;

public sealed class FieldsTests
{
    private readonly Problems _problems = new();

    [Fact]
    public void Done_UnknownKey_NamesTheNearestAndTheAllowedAtItsPlace()
    {
        var fields = Open(new MapEntry("intervall", Text("5s"), new(7, 5)));
        fields.Duration("interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(31));
        fields.Int("retries", 0, 100);
        fields.Done();

        Assert.Equal(new Problem("api.intervall", "unknown key; did you mean interval? allowed: interval, retries", new(7, 5)), Assert.Single(_problems.All));
    }

    [Fact]
    public void Duration_BareNumber_IsAProblem()
    {
        Assert.Null(Open(new MapEntry("interval", new ScalarNode(ScalarKind.Number, "30"))).Duration("interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(31)));
        Assert.Equal(
            new Problem("api.interval", "found the number 30; allowed: a duration from 1s to 31d, such as 30s, 5m or 1h30m"), Assert.Single(_problems.All));
    }

    [Theory]
    [InlineData("0ms", false)]
    [InlineData("1s", true)]
    [InlineData("31d", true)]
    [InlineData("31d1ms", false)]
    public void Duration_Limits_AreInclusive(string text, bool read) =>
        Assert.Equal(read, Open(new MapEntry("interval", Text(text))).Duration("interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(31)) is not null);

    [Theory]
    [InlineData("-1", false)]
    [InlineData("0", true)]
    [InlineData("100", true)]
    [InlineData("101", false)]
    [InlineData("1.5", false)]
    [InlineData("99999999999", false)]
    public void Int_Limits_AreInclusive(string text, bool read)
    {
        Assert.Equal(read, Open(new MapEntry("retries", new ScalarNode(ScalarKind.Number, text))).Int("retries", 0, 100) is not null);
        Assert.Equal(read, _problems.None);
    }

    [Fact]
    public void EveryField_IllTyped_ReportsItsOwnProblem()
    {
        var fields = Open(new("a", new ListNode([])), new("b", Text("yes")), new("c", Text("x")), new("d", Text("x")), new("e", Text("x")));
        Assert.Null(fields.Text("a"));
        Assert.Null(fields.Bool("b"));
        Assert.Null(fields.Texts("c"));
        Assert.Null(fields.TextMap("d"));
        Assert.Empty(fields.Map("e").Entries);
        Assert.Equal(["api.a", "api.b", "api.c", "api.d", "api.e"], _problems.All.Select(problem => problem.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Text_NumberOrTruth_IsTextOnlyWhereTheFormatDoesNotTellThemApart(bool typed)
    {
        var (number, truth) = (new ScalarNode(ScalarKind.Number, "16") { Typed = typed }, new ScalarNode(ScalarKind.Bool, "true") { Typed = typed });
        var fields = Open(new("a", number), new("b", truth), new("c", new ListNode([number])), new("d", new MapNode([new("x", truth)])));

        Assert.Equal(typed ? (null, null) : ("16", "true"), (fields.Text("a"), fields.Text("b")));
        Assert.Equal(typed ? [] : ["16"], fields.Texts("c"));
        Assert.Equal(typed ? [] : ["true"], fields.TextMap("d")!.Values);
        Assert.Equal(typed ? ["api.a", "api.b", "api.c[0]", "api.d.x"] : [], _problems.All.Select(problem => problem.Path));
    }

    [Fact]
    public void Require_AbsentAndNothing_AreMissing()
    {
        var fields = Open(new MapEntry("url", new ScalarNode(ScalarKind.Null, "")));
        Assert.False(fields.Require("url", "a URL"));
        Assert.False(fields.Require("name", "a name"));
        Assert.Equal(["is missing; needed: a URL", "is missing; needed: a name"], _problems.All.Select(problem => problem.Message));
    }

    [Fact]
    public void Ignore_ReadOnlyFields_AreNoProblem()
    {
        var fields = Open(new("etag", Text("x")), new("health", new MapNode([])));
        fields.Ignore("etag", "health");
        fields.Done();
        Assert.True(_problems.None);
    }

    [Fact]
    public void New_NotAMapping_IsAProblem()
    {
        _ = new Fields(Text("x"), "api", _problems);
        Assert.Equal("must be a mapping, found \"x\"", Assert.Single(_problems.All).Message);
    }

    private static ScalarNode Text(string text) => new(ScalarKind.Text, text);

    private Fields Open(params MapEntry[] entries) => new(new MapNode(entries), "api", _problems);
}
