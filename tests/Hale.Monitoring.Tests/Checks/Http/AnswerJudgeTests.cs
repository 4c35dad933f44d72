using System.Text;
using Hale.Monitoring.Checks.Http;

namespace Hale.Monitoring.Tests.Checks.Http;

/// <summary>What an answer means, as a table.</summary>
public sealed class AnswerJudgeTests
{
    private static readonly Probe Probe = new();

    [Theory]
    [InlineData(200, "{}", "ok")]
    [InlineData(200, """{"status":"ok"}""", "ok")]
    [InlineData(200, """{"status":"never heard of"}""", "ok")]
    [InlineData(200, """{"status":200}""", "ok")]
    [InlineData(200, """{"inner":{"status":"down"}}""", "ok")]
    [InlineData(200, """[{"status":"down"}]""", "ok")]
    [InlineData(200, """{"status":"down" """, "ok")]
    [InlineData(200, """{"status":"degraded"}""", "degraded")]
    [InlineData(200, """{"status":"WARN"}""", "degraded")]
    [InlineData(200, "\uFEFF{\"status\":\"Warning\"}", "degraded")]
    [InlineData(200, """{"status":"unhealthy"}""", "hard Body")]
    [InlineData(204, """{"status":"DOWN"}""", "hard Body")]
    [InlineData(200, """{"status":"OUT_OF_SERVICE"}""", "hard Body")]
    [InlineData(503, """{"status":"degraded"}""", "degraded")]
    [InlineData(503, """{"status":"down"}""", "hard Body")]
    [InlineData(503, """{"status":"up"}""", "soft HttpStatus")]
    [InlineData(503, "busy", "soft HttpStatus")]
    [InlineData(500, """{"status":"degraded"}""", "soft HttpStatus")]
    [InlineData(500, """{"status":"fail"}""", "hard Body")]
    [InlineData(599, "", "soft HttpStatus")]
    [InlineData(404, """{"status":"error"}""", "hard HttpStatus")]
    [InlineData(404, """{"status":"degraded"}""", "hard HttpStatus")]
    [InlineData(600, "", "hard HttpStatus")]
    public void Judge_OwnStatus_OnlyMakesItWorse(int status, string body, string told) => Assert.Equal(told, Told(Judge("{}", status, body)));

    [Theory]
    [InlineData("Healthy", "text/plain", "ok")]
    [InlineData("Degraded", "text/plain", "degraded")]
    [InlineData("Unhealthy\n", "text/plain; charset=utf-8", "hard Body")]
    [InlineData("Unhealthy", "text/html", "ok")]
    [InlineData("unhealthy", "text/plain", "ok")]
    public void Judge_AspNetsPlainWord_Counts(string body, string type, string told) => Assert.Equal(told, Told(Judge("{}", 200, body, type)));

    [Theory]
    [InlineData("""{"body_contains":"all is"}""", "ok")]
    [InlineData("""{"body_contains":"All is"}""", "hard Body: the body does not contain \"All is\" (wrong body)")]
    [InlineData("""{"body_matches":"is (well|good)$"}""", "hard Body: the body does not match is (well|good)$ (wrong body)")]
    [InlineData("""{"body_matches":"well"}""", "ok")]
    [InlineData("""{"body_matches":"(?<=all is )well"}""", "ok")]
    [InlineData("""{"header":{"X-Kind":"PROBE"}}""", "ok")]
    [InlineData("""{"header":{"x-kind":"other"}}""", "hard Body: the header x-kind is not as expected (wrong answer)")]
    [InlineData("""{"header":{"X-None":"other"}}""", "hard Body: the header X-None is missing (wrong answer)")]
    [InlineData("""{"json":{"$.mode":"fine"}}""", "ok")]
    [InlineData("""{"json":{"$.parts[1]['so many']":2}}""", "ok")]
    [InlineData("""{"json":{"$.parts[0]":{"a":[1,true,null]}}}""", "ok")]
    [InlineData("""{"json":{"$.parts[1]['so many']":"2"}}""", "hard Body: $.parts[1]['so many'] is 2.0, expected \"2\" (wrong body)")]
    [InlineData("""{"json":{"$.parts[7]":1}}""", "hard Body: the body has no $.parts[7] (wrong body)")]
    public void Judge_Expectations_EachHasItsSentence(string expect, string told)
    {
        const string body = """{"mode":"fine","note":"all is well today","parts":[{"a":[1,true,null]},{"so many":2.0}]}""";
        var judged = Judge($$"""{"expect":{{expect}}}""", 200, body);
        Assert.Equal(told, judged.Failure is null ? "ok" : $"{judged.Failure.Kind()}: {judged.Failure.Message}");
    }

    [Fact]
    public void Judge_JsonExpectedOfAnotherBody_IsBody()
    {
        Assert.Equal("the body is not JSON (wrong body)", Judge("""{"expect":{"json":{"$.a":1}}}""", 200, "<html>").Failure!.Message);
        Assert.Equal(
            "the body is longer than 1 MB, too long to be read as JSON (wrong body)",
            Judge("""{"expect":{"json":{"$.a":1}}}""", 200, """{"a":1""", cut: true).Failure!.Message);
    }

    [Theory]
    [InlineData("""{"status":"down","rest":[""", "hard Body")]
    [InlineData("""{"first":{"status":"up"},"status":"degraded","rest":[""", "degraded")]
    [InlineData("""{"first":{"status":"down"},"rest":[""", "ok")]
    public void Judge_BodyCutAtAMegabyte_TheStatusInItCounts(string body, string told) => Assert.Equal(told, Told(Judge("{}", 200, body, cut: true)));

    [Fact]
    public void Judge_PatternThatTakesForEver_EndsAndIsBody()
    {
        var judged = Judge("""{"expect":{"body_matches":"^(?=(a+)+$)b"}}""", 200, new string('a', 40) + "!");
        Assert.Equal("hard Body", judged.Failure!.Kind());
        Assert.Contains("could not be matched", judged.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_LongValues_AreCutInMessages()
    {
        var failure = Judge("""{"expect":{"json":{"$.a":1}}}""", 200, $$"""{"a":"{{new string('x', 5000)}}"}""").Failure!;
        Assert.InRange(failure.Message.Length, 20, 200);
    }

    private static string Told(Judgement judged) => judged.Failure?.Kind() ?? (judged.SaysDegraded ? "degraded" : "ok");

    private static Judgement Judge(string described, int status, string body, string type = "application/json", bool cut = false)
    {
        var whole = described.Length == 2 ? """{"url":"http://x/"}""" : """{"url":"http://x/",""" + described[1..];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type, ["X-Kind"] = "probe" };
        return AnswerJudge.Judge((HttpCheckOptions)Probe.Spec(whole).Options, new(status, new NamedHeaders(headers), Encoding.UTF8.GetBytes(body), cut));
    }
}
