using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Tests.Specs;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("shop-api", true)]
    [InlineData("0-0", true)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("Shop", false)]
    [InlineData("a_b", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsId_FollowsThePattern(string? id, bool expected) => Assert.Equal(expected, Names.IsId(id));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void IsId_IsAtMostSixtyThreeLong(int length, bool expected) => Assert.Equal(expected, Names.IsId(new string('a', length)));

    [Theory]
    [InlineData("intervall", "interval")]
    [InlineData("retires", "retries")]
    [InlineData("TIMEOUT", "timeout")]
    [InlineData("depends-on", "depends_on")]
    [InlineData("something", null)]
    public void Nearest_ASlip_IsRecognised(string slip, string? meant) =>
        Assert.Equal(meant, Names.Nearest(slip, ["interval", "timeout", "retries", "depends_on"]));
}
