using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What an answer amounts to.</summary>
/// <param name="Failure">Null for a success.</param>
/// <param name="SaysDegraded">Whether the answer says so itself.</param>
/// <param name="Details">What it tells of the target; null when nothing.</param>
internal readonly record struct Judgement(Failure? Failure, bool SaysDegraded, string? Message, IReadOnlyDictionary<string, object?>? Details);

/// <summary>Decides what an HTTP answer means (contract, section 3): pure, and independent of what carried it.</summary>
internal static class AnswerJudge
{
    /// <summary>
    /// The body's own word comes first, but can only make things worse: of an accepted answer or a 5xx, "down" is a failure, and of an accepted
    /// one or a 503, "degraded" is an answer. Then the status, then what was expected beside it.
    /// </summary>
    public static Judgement Judge(HttpCheckOptions options, Answer answer)
    {
        var report = SelfReportCache.Shared.Read(answer);
        var accepted = options.Success.Contains(answer.Status);
        var failed = answer.Status is >= 500 and <= 599;
        if (report.Word == Word.Down && (accepted || failed))
            return Failed(report, FailureKind.Body, $"the body says {report.Said} (HTTP {answer.Status.ToString(CultureInfo.InvariantCulture)})");
        var degraded = report.Word == Word.Degraded && (accepted || answer.Status == (int)HttpStatusCode.ServiceUnavailable);
        if (!accepted && !degraded)
            return Failed(report, FailureKind.HttpStatus, StatusMessage(answer.Status, options.Success), soft: failed);
        if (Unmet(options.Expect, answer) is { } unmet)
            return Failed(report, FailureKind.Body, unmet);
        return new(null, degraded, degraded ? $"the body says {report.Said}" : null, report.Details);
    }

    private static Judgement Failed(SelfReport report, FailureKind kind, string message, bool soft = false) =>
        new(new(kind, message, soft), false, null, report.Details);

    private static string StatusMessage(int status, StatusSet success)
    {
        using var named = new HttpResponseMessage((HttpStatusCode)status);
        var said = string.IsNullOrEmpty(named.ReasonPhrase) ? "" : " " + named.ReasonPhrase;
        var meaning = status switch
        {
            401 or 403 => "access denied",
            404 => "health endpoint missing",
            407 => "the proxy wants another login",
            >= 500 and <= 599 => "server issues",
            _ => $"expected {success}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"HTTP {status}{said} ({meaning})");
    }

    private static string? Unmet(Expectation expect, Answer answer)
    {
        foreach (var (name, value) in expect.Header)
            if (!string.Equals(answer.Header(name)?.Trim(), value, StringComparison.OrdinalIgnoreCase))
                return answer.Header(name) is null ? $"the header {name} is missing (wrong answer)" : $"the header {name} is not as expected (wrong answer)";
        if (expect.BodyContains is null && expect.BodyMatches is null)
            return UnmetJson(expect, answer);
        var text = Text(answer);
        if (expect.BodyContains is { } wanted && !text.Contains(wanted, StringComparison.Ordinal))
            return $"the body does not contain \"{Cut(wanted)}\" (wrong body)";
        return (expect.BodyMatches is null ? null : UnmetPattern(expect.BodyMatches, text)) ?? UnmetJson(expect, answer);
    }

    private static string? UnmetPattern(Regex pattern, string text)
    {
        try
        {
            return pattern.IsMatch(text) ? null : $"the body does not match {Cut(pattern.ToString())} (wrong body)";
        }
        catch (RegexMatchTimeoutException)
        {
            return $"the body could not be matched with {Cut(pattern.ToString())} in time (wrong body)";
        }
    }

    private static string? UnmetJson(Expectation expect, Answer answer)
    {
        if (expect.Json.Count == 0)
            return null;
        using var document = LooseJson.Parse(answer.Body);
        if (document is null)
            return answer.Cut ? "the body is longer than 1 MB, too long to be read as JSON (wrong body)" : "the body is not JSON (wrong body)";
        foreach (var (path, wanted) in expect.Json)
        {
            if (path.Find(document.RootElement) is not { } found)
                return $"the body has no {path} (wrong body)";
            if (!found.Same(wanted))
                return $"{path} is {Cut(found.GetRawText())}, expected {Cut(wanted.GetRawText())} (wrong body)";
        }

        return null;
    }

    /// <summary>The body as text.</summary>
    public static string Text(Answer answer)
    {
        var type = answer.Header("Content-Type");
        var latin = type is not null && (type.Contains("iso-8859-1", StringComparison.OrdinalIgnoreCase) || type.Contains("latin1", StringComparison.OrdinalIgnoreCase));
        return (latin ? Encoding.Latin1 : Encoding.UTF8).GetString(answer.Body.Span);
    }

    private static string Cut(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
