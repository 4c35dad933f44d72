using System.Net.Quic;
using System.Security.Cryptography.X509Certificates;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dial.Epoll;
using Hale.Monitoring.Checks.Http.Quick;
using Hale.Monitoring.Specs;

namespace Hale.Monitoring.Checks.Http;

/// <summary>Asks an HTTP server and judges its answer (contract, sections 3 and 4).</summary>
internal sealed class HttpCheck : ICheck
{
    private static readonly bool Quic = (OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()) && QuicConnection.IsSupported;

    private readonly TimeProvider _time;
    private readonly Dialer _dialer;
    private readonly KeptLines _kept;
    private readonly Connector _connector;
    private readonly QuickCarrier? _quick;
    private readonly SecureCarrier? _secure;

    /// <param name="trust">Changes which roots are trusted; null for the system's.</param>
    /// <param name="quick">Whether HTTP/1.1 goes the quick way, where this machine has it.</param>
    public HttpCheck(TimeProvider time, Dialer dialer, Action<X509ChainPolicy>? trust = null, bool quick = true)
    {
        (_time, _dialer) = (time, dialer);
        _kept = new(time);
        var handshake = new Handshake(time, trust);
        _connector = new(time, dialer, handshake);
        _quick = quick && Reactor.Supported ? new(time, dialer, FinishAsync) : null;
        _secure = quick ? new(time, dialer, handshake) : null;
    }

    /// <inheritdoc/>
    public string Kind => "http";

    /// <inheritdoc/>
    public IReadOnlyList<string> Schemes { get; } = ["http", "https"];

    /// <inheritdoc/>
    public string About => "An HTTP request";

    /// <inheritdoc/>
    public IReadOnlyList<CheckOption> Options { get; } =
    [
        new("url", OptionShape.Text, "http:// or https://") { Needed = true },
        new("method", OptionShape.Text, "Such as GET, HEAD or POST") { Default = "GET" },
        new("headers", OptionShape.Map, "Names and values"),
        new("body", OptionShape.Scalar, "Sent as it is"),
        new("follow_redirects", OptionShape.Bool, "Whether redirects are followed, at most five") { Default = "true" },
        new("expect", OptionShape.Expect, "What the answer must be"),
        new("tls_resume", OptionShape.Bool, "Whether TLS sessions are resumed for up to five minutes") { Default = "true" },
        new("insecure_tls", OptionShape.Bool, "Whether any certificate will do") { Default = "false" },
        new("client_cert", OptionShape.Text, "A PEM or PKCS #12 file: the certificate shown to who asks for one"),
        new("client_key", OptionShape.Text, "A PEM file with its key; by default in client_cert"),
        new("client_password", OptionShape.Text, "What the key is encrypted with") { Secret = true },
        new("proxy", OptionShape.Text, "An HTTP proxy, such as http://proxy.example:3128"),
        new("http_version", OptionShape.Scalar, "The version of HTTP", ["1.1", "2", "3"]) { Default = "1.1" },
        new("reuse_connection", OptionShape.Bool, "Whether the connection is kept") { Default = "false" },
        new("certificate_warn_before", OptionShape.Duration, "A certificate that expires sooner degrades"),
    ];

    /// <inheritdoc/>
    public bool IsNimble(ICheckOptions options) => _quick is not null && QuickCarrier.Speaks((HttpCheckOptions)options);

    /// <inheritdoc/>
    public ICheckOptions? Read(Fields fields, Column column, ICheckOptions? before, Problems problems) =>
        HttpCheckRules.Read(fields, column, before as HttpCheckOptions, problems);

    /// <inheritdoc/>
    public ValueTask<Observation> RunAsync(ICheckOptions options, TimeSpan timeout, CancellationToken stopping)
    {
        var http = (HttpCheckOptions)options;
        return _quick is not null && QuickCarrier.Speaks(http)
            ? _quick.RunAsync(http, timeout, stopping)
            : GeneralAsync(http, new(_time), null, timeout, stopping);
    }

    /// <summary>What the quick way brought: seen as it is, unless it leads on to somewhere else.</summary>
    private ValueTask<Observation> FinishAsync(QuickRun run) =>
        LeadsOn(run.Options, run.Exchanged)
            ? GeneralAsync(run.Options, run.Trace, run.Exchanged, run.Timeout, run.Stopping)
            : new(See(run.Options, run.Trace, run.Exchanged));

    /// <summary>Whether the first answer leads on to somewhere else.</summary>
    private static bool LeadsOn(HttpCheckOptions options, Exchanged first) =>
        first.Answer is { Status: >= 300 and < 400 } answer && Exchange.Next(options, Ask.First(options), answer) is not null;

    /// <param name="first">What the first request brought, where it was made already.</param>
    private async ValueTask<Observation> GeneralAsync(HttpCheckOptions http, Trace trace, Exchanged? first, TimeSpan timeout, CancellationToken stopping)
    {
        var left = timeout - trace.Took;
        using var limit = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            return See(http, trace, await ExchangeAsync(http, trace, first, both.Token));
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return Unanswered(http, trace, Faults.OutOfTime(trace.Stage, http.Url.IdnHost, http.Url.Port, timeout));
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            return Unanswered(http, trace, Faults.Unforeseen(error));
        }
    }

    private Observation See(HttpCheckOptions options, Trace trace, Exchanged exchanged) =>
        exchanged.Answer is { } answer ? Answered(options, trace, answer) : Unanswered(options, trace, exchanged.Failure!, exchanged.Status);

    /// <summary>No answer to judge; of redirects without end each was an answer all the same.</summary>
    private static Observation Unanswered(HttpCheckOptions options, Trace trace, Failure failure, int? status = null)
    {
        var answered = failure.Kind == FailureKind.HttpStatus;
        var took = trace.Took;
        return new()
        {
            At = trace.At,
            Took = took,
            Failure = failure,
            Answered = answered,
            Phases = trace.Phases(answered ? took : null),
            HttpStatus = status,
            Evidence = Evidence(options, trace, failure),
            CertificateExpiresAt = trace.CertificateExpiresAt,
            Address = trace.Address,
            TlsVersion = trace.TlsVersion,
        };
    }

    /// <summary>Nobody reads the evidence of a success that the schedule asked for.</summary>
    private static IReadOnlyList<string> Evidence(HttpCheckOptions options, Trace trace, Failure? failure)
    {
        if (failure is not null)
            trace.Note(failure.Message);
        return failure is not null || options.Manner.KeepBody ? trace.Evidence : [];
    }

    private async Task<Exchanged> ExchangeAsync(HttpCheckOptions options, Trace trace, Exchanged? first, CancellationToken cancel)
    {
        if (options.Manner.HttpVersion.Major == 3)
        {
            if (!Quic)
                return new(null, new(FailureKind.Internal, "HTTP/3 needs libmsquic, which is not installed on this machine"));

            // QUIC resolves, connects and shakes hands by itself; until its first answer it is connecting.
            if ((await _dialer.AddressesAsync(options.Url.IdnHost, trace, cancel)).Failure is { Kind: FailureKind.Blocked } blocked)
                return new(null, blocked);
            trace.Stage = Stage.Connecting;
        }

        if (options.Manner.ReuseConnection)
            return await KeptAsync(options, trace, cancel);
        if (first is null && _secure is not null && SecureCarrier.Speaks(options))
        {
            first = await _secure.AskAsync(options, trace, cancel);
            if (!LeadsOn(options, first.Value))
                return first.Value;
        }

        var (certificate, failure) = options.Manner.Client?.Load() ?? default;
        if (failure is not null)
            return new(null, failure);
        using var line = new Line(options, _connector, certificate);
        return await new Exchange(options, line, trace, cancel).RunAsync(first);
    }

    private async Task<Exchanged> KeptAsync(HttpCheckOptions options, Trace trace, CancellationToken cancel)
    {
        Failure? failure = null;
        var line = _kept.Take(options, () =>
        {
            (var certificate, failure) = options.Manner.Client?.Load() ?? default;
            return failure is null ? new(options, _connector, certificate) : null;
        });
        if (line is null)
            return new(null, failure);
        await line.Turn.WaitAsync(cancel);
        try
        {
            // A kept connection needs no connecting: unless one has to be made, the first step is to ask.
            trace.Stage = Stage.Asking;
            return await new Exchange(options, line, trace, cancel).RunAsync(null);
        }
        finally
        {
            line.Turn.Release();
        }
    }

    private Observation Answered(HttpCheckOptions options, Trace trace, Answer answer)
    {
        var judgement = AnswerJudge.Judge(options, answer);
        var took = trace.Took;
        var warning = judgement.Failure is null ? CertificateExpiry.Warning(options.Manner.CertificateWarnBefore, trace.CertificateExpiresAt, _time.GetUtcNow()) : null;
        return new()
        {
            At = trace.At,
            Took = took,
            OwnDelay = trace.OwnDelay,
            Failure = judgement.Failure,
            Answered = true,
            SaysDegraded = judgement.SaysDegraded || warning is not null,
            Message = warning is null || judgement.Message is null ? judgement.Message ?? warning : $"{judgement.Message}; {warning}",
            Phases = trace.Phases(took),
            Details = judgement.Details,
            HttpStatus = answer.Status,
            Evidence = Evidence(options, trace, judgement.Failure),
            Answer = judgement.Failure is null ? null : Excerpt.Of(options, answer),
            CertificateExpiresAt = trace.CertificateExpiresAt,
            Address = trace.Address,
            TlsVersion = trace.TlsVersion,
            Body = options.Manner.KeepBody ? AnswerJudge.Text(answer) : null,
            Http = options.Manner.KeepBody ? answer.Facts(trace.Redirects) : null,
        };
    }
}
