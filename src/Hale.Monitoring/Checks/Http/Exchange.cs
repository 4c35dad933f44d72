using System.Security.Cryptography;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>What came of an exchange: an answer, or why there is none; of a broken answer its status.</summary>
internal readonly record struct Exchanged(Answer? Answer, Failure? Failure, int? Status = null);

/// <summary>Asks, follows redirects, and reads the answer's first megabyte. Knows nothing of what an answer means.</summary>
internal sealed class Exchange(HttpCheckOptions options, Line line, Trace trace, CancellationToken cancel)
{
    private const int MostRedirects = 5;

    /// <summary>The whole exchange.</summary>
    /// <param name="first">What the first request brought, where it was made already.</param>
    /// <exception cref="OperationCanceledException">Time is up, or the watch stops.</exception>
    public async Task<Exchanged> RunAsync(Exchanged? first)
    {
        var ask = Ask.First(options);
        var asked = new HashSet<(string, Uri)>();
        while (true)
        {
            asked.Add((ask.Method, ask.Url));
            var exchanged = first ?? await AskAsync(ask);
            first = null;
            if (exchanged.Answer is not { } answer || Next(options, ask, answer) is not { } next)
                return exchanged;
            trace.Redirected(SecretUrl.Masked(next.Url.AbsoluteUri));
            if (asked.Contains((next.Method, next.Url)))
                return new(null, new(FailureKind.HttpStatus, $"HTTP {answer.Status} redirects in a loop (too many redirects)"), answer.Status);
            if (asked.Count > MostRedirects)
                return new(null, new(FailureKind.HttpStatus, $"HTTP {answer.Status} after {MostRedirects} redirects (too many redirects)"), answer.Status);
            ask = next;
        }
    }

    /// <summary>Where an answer leads; a status that is expected is the answer itself.</summary>
    public static Ask? Next(HttpCheckOptions options, Ask ask, Answer answer) =>
        options.Manner.FollowRedirects && !options.Success.Contains(answer.Status) ? ask.After(answer) : null;

    private async Task<Exchanged> AskAsync(Ask ask)
    {
        var hop = new Hop(ask.Url, trace, framed: options.Manner.HttpVersion.Major > 1, cancel);
        int? status = null;
        try
        {
            using var message = ask.Message(options);
            using var response = await line.SendAsync(message, hop);
            status = (int)response.StatusCode;
            hop.Begin();
            var (body, cut) = await BodyAsync(response);
            trace.Answered(status.Value, body.Length);
            return new(new(status.Value, new NamedHeaders(Headers(response)), body, cut) { Version = response.Version, Secure = hop.Secure }, null, status);
        }
        catch (Exception error) when (error is HttpRequestException or IOException && !cancel.IsCancellationRequested)
        {
            if (status is null)
                hop.NoteFirstByte();
            return new(null, hop.Broke(Error(error)), status);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or CryptographicException && cancel.IsCancellationRequested)
        {
            // Time ran out in the middle of a step, which then broke for that reason.
            throw new OperationCanceledException("time is up", error, cancel);
        }
    }

    private async Task<(ReadOnlyMemory<byte> Body, bool Cut)> BodyAsync(HttpResponseMessage response)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
            length += read;
            if (read == 0)
                return (buffer.AsMemory(0, length), false);
            if (length == Answer.MostBody)
                return (buffer, response.Content.Headers.ContentLength != length);
            if (length == buffer.Length)
                Array.Resize(ref buffer, Math.Min(2 * length, Answer.MostBody));
        }
    }

    private static HttpRequestError? Error(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: var reason } => reason,
        HttpIOException { HttpRequestError: var reason } => reason,
        _ => null,
    };

    private static Dictionary<string, string> Headers(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated)
            headers[name] = values.ToString();
        foreach (var (name, values) in response.Content.Headers.NonValidated)
            headers[name] = values.ToString();
        return headers;
    }
}
