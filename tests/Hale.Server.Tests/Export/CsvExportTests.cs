using System.Buffers;
using System.Text;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;
using Hale.Server.Export;

namespace Hale.Server.Tests.Export;

/// <summary>Rows that a spreadsheet reads as they are meant.</summary>
public sealed class CsvExportTests
{
    private static readonly Exported Watched = new("shop-api", null, null, TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(null, "")]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("says \"no\"", "\"says \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1),x", "\"'@SUM(A1),x\"")]
    [InlineData("kühl 🧊", "kühl 🧊")]
    public void Result_Message_IsQuotedAndNoFormula(string? message, string field)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_640_995_200_123);

        new CsvExport(bytes).Result(Watched, new("shop-api", at, Status.Down, null, FailureKind.Refused, message));

        Assert.Equal($"shop-api,1640995200.123,false,down,,refused,{field}\r\n", Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    [Fact]
    public void Result_Good_HasItsLatencyWithAPoint()
    {
        var bytes = new ArrayBufferWriter<byte>();

        new CsvExport(bytes).Result(Watched, new("shop-api", DateTimeOffset.FromUnixTimeSeconds(5), Status.Up, 1234.5678, null, null));

        Assert.Equal("shop-api,5,true,healthy,1234.568,,\r\n", Encoding.UTF8.GetString(bytes.WrittenSpan));
    }
}
