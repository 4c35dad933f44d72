using Hale.Server.Series;

namespace Hale.Server.Tests.Series;

public sealed class SeriesNameTests
{
    [Fact]
    public void Text_IsPrometheusSpellingInTheOrderOfLabels()
    {
        Assert.Equal("up", SeriesName.Of("up").Text);
        Assert.Equal("a:b{a=\"x\",b=\"say \\\"hi\\\"\\\\\\n\"}", SeriesName.Of("a:b", ("b", "say \"hi\"\\\n"), ("a", "x"), ("none", "")).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a,b=\"c\",}{")]
    [InlineData("\\")]
    [InlineData("\"")]
    [InlineData("n\\n\n\\\\\"")]
    [InlineData("Ünïcode ✓ 🌍")]
    public void Read_OfText_IsTheSameName(string value)
    {
        var name = SeriesName.Of("metric", ("first", value), ("second", "2"), ("third", value + value));

        var read = SeriesName.Read(name.Text);

        Assert.Equal(name, read);
        Assert.Equal(name.Labels, read.Labels);
        Assert.Equal(("metric", value, ""), (read[SeriesName.MetricLabel], read["first"], read["fourth"]));
    }

    [Theory]
    [InlineData("metric{")]
    [InlineData("metric{a=\"b}")]
    [InlineData("metric{a=\"b\\")]
    [InlineData("metric{a}")]
    [InlineData("metric{a=\"")]
    [InlineData("")]
    public void Read_OfWhatIsNoName_SaysSo(string text) => Assert.Throws<InvalidDataException>(() => SeriesName.Read(text));

    [Theory]
    [InlineData("9lives", "a", "x", "found name \"9lives\"; allowed: letters, digits, _ and :, no digit first, at most 200 characters")]
    [InlineData("", "a", "x", "found name \"\"")]
    [InlineData("a b", "a", "x", "found name \"a b\"")]
    [InlineData("up", "a:b", "x", "found label \"a:b\"; allowed: letters, digits and _, no digit and not __ first, at most 200 characters")]
    [InlineData("up", "__name__", "x", "found label \"__name__\"")]
    [InlineData("up", "", "x", "found label \"\"")]
    public void TryMake_AgainstTheRules_SaysWhatIsAllowed(string metric, string label, string value, string problem)
    {
        Assert.Null(SeriesName.TryMake(metric, [(label, value)], out var found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void TryMake_TooMuch_SaysWhatIsAllowed()
    {
        Assert.Null(SeriesName.TryMake("up", Enumerable.Range(0, 31).Select(i => ($"l{i}", "x")), out var many));
        Assert.Equal("found 31 labels; allowed: at most 30", many);
        Assert.Null(SeriesName.TryMake("up", [("a", "x"), ("a", "y")], out var twice));
        Assert.Equal("found label \"a\" twice; allowed: once", twice);
        Assert.Null(SeriesName.TryMake("up", [("a", new string('x', 1_001))], out var wide));
        Assert.Equal("found a value of 1001 characters of label \"a\"; allowed: at most 1000", wide);
    }

    [Theory]
    [InlineData("Equal", "job", "api", true)]
    [InlineData("Equal", "job", "ap", false)]
    [InlineData("Equal", "none", "", true)]
    [InlineData("NotEqual", "job", "api", false)]
    [InlineData("NotEqual", "none", "x", true)]
    [InlineData("Like", "job", "a.*", true)]
    [InlineData("Like", "job", "p", false)]
    [InlineData("Like", "job", "x|api", true)]
    [InlineData("Like", "none", "", true)]
    [InlineData("Like", "lines", "a.b", true)]
    [InlineData("NotLike", "job", "a.*", false)]
    [InlineData("NotLike", "job", "p", true)]
    [InlineData("Equal", "__name__", "up", true)]
    [InlineData("Like", "__name__", "u.", true)]
    public void Matcher_Fits_AsPrometheusHasIt(string kind, string label, string value, bool fits)
    {
        var name = SeriesName.Of("up", ("job", "api"), ("lines", "a\nb"));

        Assert.Equal(fits, Matcher.TryMake(label, Enum.Parse<MatchKind>(kind), value, out _)!.Fits(name));
    }

    [Fact]
    public void Comparer_OfAWatchedThing_FindsTheSameAsItsName()
    {
        var names = new Dictionary<SeriesName, int>(new OwnSeries.Comparer())
        {
            [SeriesName.Of("m", ("service", "a"), ("project", "p"))] = 1,
            [SeriesName.Of("m", ("service", "b"), ("project", "p"))] = 2,
            [SeriesName.Of("m", ("service", "a"), ("project", "p"), ("unit", "s"))] = 3,
            [SeriesName.Of("n", ("service", "a"), ("project", "p"))] = 4,
        };
        var own = names.GetAlternateLookup<OwnSeries>();

        Assert.Equal((1, 2, 4), (own[new("m", "p", "a")], own[new("m", "p", "b")], own[new("n", "p", "a")]));
        Assert.Equal(1, names[new OwnSeries("m", "p", "a").Name]);
        Assert.False(own.ContainsKey(new("m", "q", "a")));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)b")]
    [InlineData(@"(a)\1")]
    public void Matcher_PatternThatCannotBe_SaysWhatIsAllowed(string pattern)
    {
        Assert.Null(Matcher.TryMake("job", MatchKind.Like, pattern, out var problem));
        Assert.StartsWith($"found the pattern \"{pattern}\"; allowed: a regular expression without look-around", problem, StringComparison.Ordinal);
    }
}
