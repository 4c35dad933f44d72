using Hale.Monitoring.Checks.Http;

namespace Hale.Monitoring.Tests.Checks.Http;

public sealed class StatusSetTests
{
    [Theory]
    [InlineData("200", 200, true)]
    [InlineData("200", 201, false)]
    [InlineData("200-299,401", 299, true)]
    [InlineData("200-299, 401", 401, true)]
    [InlineData("200-299,401", 300, false)]
    [InlineData("100-599", 599, true)]
    public void Contains_Statuses_ByRange(string text, int status, bool contained) => Assert.Equal(contained, StatusSet.Parse(text)!.Contains(status));

    [Theory]
    [InlineData("")]
    [InlineData("2xx")]
    [InlineData("200,")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("299-200")]
    [InlineData("200-250-299")]
    [InlineData("-200")]
    public void Parse_SomethingElse_IsNull(string text) => Assert.Null(StatusSet.Parse(text));
}
