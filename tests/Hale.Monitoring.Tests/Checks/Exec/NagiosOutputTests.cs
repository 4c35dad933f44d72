using System.Globalization;
using Hale.Monitoring.Checks.Exec;

namespace Hale.Monitoring.Tests.Checks.Exec;

public sealed class NagiosOutputTests
{
    private const string Alphabet = "=|;' \n\t0123456789.-+eEsmB%cU~@:/aé\0";

    [Theory]
    [InlineData("", "", "")]
    [InlineData("DISK OK", "DISK OK", "")]
    [InlineData("DISK OK - 3 GB | /=2643MB;5948;5958;0;5968", "DISK OK - 3 GB", "/=2643 MB 5948 5958 0 5968")]
    [InlineData("PING OK|rta=0.08ms;3000;5000;0 pl=0%;80;100;0", "PING OK", "rta=0.08 ms 3000 5000 0 -, pl=0 % 80 100 0 -")]
    [InlineData("x | 'a b'=1 'it''s'=2s a=b=3", "x", "a b=1  - - - -, it's=2 s - - - -, a=b=3  - - - -")]
    [InlineData("x | t=U a= =5 b=1.5e3 c=-0.5;~:10;@5:6", "x", "b=1500  - - - -, c=-0.5  ~:10 @5:6 - -")]
    [InlineData("x | n=1,5 big=1e999 e=2E", "x", "n=1 ,5 - - - -, e=2 E - - - -")]
    [InlineData("one | a=1\ntwo\nthree | b=2\nc=3", "one", "a=1  - - - -, b=2  - - - -, c=3  - - - -")]
    [InlineData("x | a=1 a=2", "x", "a=2  - - - -")]
    public void Output_Read(string text, string line, string metrics)
    {
        var output = NagiosOutput.Read(text);

        Assert.Equal(line, output.Line);
        Assert.Equal(metrics, string.Join(", ", output.Metrics.Values.Select(Short)));
    }

    [Fact]
    public void Output_ThatWasCut_LosesItsLastFigure() =>
        Assert.Equal("a=1  - - - -", string.Join(", ", NagiosOutput.Read("x | a=1 b=2", cut: true).Metrics.Values.Select(Short)));

    [Fact]
    public void Output_OfAThousandFigures_IsBounded() =>
        Assert.Equal(100, NagiosOutput.Read("x | " + string.Join(' ', Enumerable.Range(0, 1000).Select(i => $"m{i}={i}"))).Metrics.Count);

    [Fact]
    public void Output_OfGarbage_IsReadWithoutFault()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            var output = NagiosOutput.Read(text, cut: seed % 2 == 0);
            Assert.DoesNotContain('\n', output.Line);
            Assert.All(output.Metrics.Values, metric => Assert.True(double.IsFinite(metric.Value) && metric.Label.Length > 0));
        }
    }

    private static string Short(Metric metric) => string.Create(
        CultureInfo.InvariantCulture,
        $"{metric.Label}={metric.Value} {metric.Unit} {metric.Warning ?? "-"} {metric.Critical ?? "-"} {metric.Least?.ToString(CultureInfo.InvariantCulture) ?? "-"} {metric.Most?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
}
