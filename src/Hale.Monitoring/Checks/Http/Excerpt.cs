using System.Globalization;
using System.Text;

namespace Hale.Monitoring.Checks.Http;

/// <summary>The beginning of an answer as it is kept beside a failure: status, the headers that tell something, and the body, without credentials.</summary>
internal static class Excerpt
{
    /// <summary>The most that is kept, in characters.</summary>
    public const int Most = 4096;

    // Cookies are not among them, and no header that is not known to be harmless.
    private static readonly string[] Told =
        ["Content-Type", "Content-Length", "Content-Encoding", "Date", "Server", "Location", "Retry-After", "Via", "X-Request-Id", "X-Correlation-Id", "X-Cache", "Age"];

    /// <summary>The excerpt of an answer.</summary>
    public static string Of(HttpCheckOptions options, Answer answer)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"HTTP {answer.Status}\n");
        foreach (var name in Told)
            if (answer.Header(name) is { } value)
                text.Append(name).Append(": ").Append(name == "Location" ? SecretUrl.Masked(value) : value).Append('\n');
        var body = AnswerJudge.Text(answer with { Body = answer.Body[..Math.Min(answer.Body.Length, 4 * Most)] });
        if (body.Length > 0)
            text.Append('\n').Append(body);
        return Cut(Redacted(options, Legible(text)));
    }

    private static string Cut(string text) => text.Length <= Most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Most - 4]) ? Most - 4 : Most - 3), "...");

    private static string Legible(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsControl(text[i]) && text[i] is not ('\n' or '\t'))
                text[i] = ' ';
        return text.ToString();
    }

    /// <summary>Without what the request's own credentials are, should the peer say them back, and without values of names that mean one.</summary>
    private static string Redacted(HttpCheckOptions options, string text)
    {
        foreach (var (name, value) in options.Headers)
            if (Secrets.IsSecret(name) && value.Length > 0)
                foreach (var part in new[] { value }.Concat(value.Split(' ')).Where(part => part.Length >= 4))
                    text = text.Replace(part, Secrets.Mask, StringComparison.Ordinal);
        if (options.Url.UserInfo.Split(':', 2) is [_, { Length: > 0 } password])
            text = text.Replace(Uri.UnescapeDataString(password), Secrets.Mask, StringComparison.Ordinal);
        return Secrets.Redacted(text);
    }
}
