using System.Globalization;
using System.Net;
using System.Security.Authentication;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>How far a check has come; tells what it was that took too long.</summary>
internal enum Stage
{
    Resolving,
    Connecting,
    Handshaking,
    Asking,
}

/// <summary>
/// What one run of a check measures on its way: phases, evidence, certificates. With redirects, a phase is the sum over all hops. Evidence is noted as
/// it is and worded when somebody reads it, since nobody reads that of most checks.
/// </summary>
internal sealed class Trace(TimeProvider time)
{
    private const int MostNotes = 40;
    private readonly List<TraceNote> _notes = [];
    private long _start = time.GetTimestamp();
    private long _excusedTo;
    private double? _dns;
    private double? _connect;
    private double? _tls;
    private double? _firstByte;

    public DateTimeOffset At { get; private set; } = time.GetUtcNow();

    public Stage Stage { get; set; }

    /// <summary>The address that was connected to, or was tried first; null before the name is resolved.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>The version of TLS that the last handshake settled on.</summary>
    public SslProtocols TlsVersion { get; private set; }

    /// <summary>How many redirects were followed.</summary>
    public int Redirects { get; private set; }

    /// <summary>The earliest expiry of the certificates seen.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; private set; }

    public IReadOnlyList<string> Evidence => [.. _notes.Select(note => note.Say())];

    public TimeSpan Took => time.GetElapsedTime(_start);

    /// <summary>How much of the time may be the hub's own: what had happened waited for it.</summary>
    public TimeSpan OwnDelay { get; private set; }

    /// <summary>A moment, for the methods that end a phase.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Starts over, for another run.</summary>
    public void Restart()
    {
        _notes.Clear();
        _dns = _connect = _tls = _firstByte = null;
        CertificateExpiresAt = null;
        Address = null;
        TlsVersion = default;
        Redirects = 0;
        Stage = Stage.Resolving;
        At = time.GetUtcNow();
        _start = _excusedTo = time.GetTimestamp();
        OwnDelay = default;
    }

    /// <summary>What is seen now may have happened so long ago; no moment is excused twice.</summary>
    public void Excuse(TimeSpan behind)
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(Math.Max(_start, _excusedTo), now);
        OwnDelay += behind < passed ? behind : passed;
        _excusedTo = now;
    }

    public void Note(string what) => Note(new TraceNote(Step.Said, what));

    public void Resolved(long since, string host, IPAddress[] addresses) => Note(new TraceNote(Step.Resolved, host, Add(ref _dns, since), addresses));

    public void Connected(long since, IPEndPoint end)
    {
        Address = end.Address;
        Note(new TraceNote(Step.Connected, end, Add(ref _connect, since)));
    }

    public void Redirected(string url)
    {
        Redirects++;
        Note($"redirected to {url}");
    }

    public void Handshaken(long since, SslProtocols protocol)
    {
        TlsVersion = protocol;
        Note(new TraceNote(Step.Handshaken, protocol, Add(ref _tls, since)));
    }

    /// <summary>A step of the kind's own, and how long it took.</summary>
    public void Did(string what, long since) => Note(new TraceNote(Step.Did, what, time.GetElapsedTime(since).TotalMilliseconds));

    /// <summary>Ends the wait for the first byte, from when the request was sent until <paramref name="then"/>; who spoke unasked was not waited for.</summary>
    public void FirstByte(long since, long then)
    {
        var took = time.GetElapsedTime(since, Math.Max(since, then)).TotalMilliseconds;
        _firstByte = (_firstByte ?? 0) + took;
        Note(new TraceNote(Step.FirstByte, null, took));
    }

    /// <summary>An HTTP answer came in.</summary>
    /// <param name="length">How long its body is; null where that is not known yet.</param>
    public void Answered(int status, int? length = null) => Note(new TraceNote(Step.Answered, null, status, Length: length));

    public void Certificate(DateTimeOffset expires)
    {
        if (CertificateExpiresAt is not { } known || expires < known)
            CertificateExpiresAt = expires;
    }

    /// <summary>The phases; the total only of a check that came to its end.</summary>
    public Phases Phases(TimeSpan? total) => new(_dns, _connect, _tls, _firstByte, total?.TotalMilliseconds);

    private void Note(TraceNote note)
    {
        if (_notes.Count < MostNotes)
            _notes.Add(note);
    }

    private double Add(ref double? phase, long since)
    {
        var took = time.GetElapsedTime(since).TotalMilliseconds;
        phase = (phase ?? 0) + took;
        return took;
    }
}

/// <summary>What a note is about.</summary>
internal enum Step
{
    Said,
    Resolved,
    Connected,
    Handshaken,
    FirstByte,
    Answered,
    Did,
}

/// <summary>One piece of evidence, not yet worded.</summary>
/// <param name="Figure">Milliseconds; of an answer, its status.</param>
internal readonly record struct TraceNote(Step Step, object? What, double Figure = 0, IPAddress[]? Addresses = null, int? Length = null)
{
    public string Say() => Step switch
    {
        Step.Resolved => $"resolved {What} to {string.Join(", ", Addresses!.AsEnumerable())} in {Milliseconds} ms",
        Step.Connected => $"connected to {What} in {Milliseconds} ms",
        Step.Handshaken => $"{What} handshake in {Milliseconds} ms",
        Step.FirstByte => $"first byte after {Milliseconds} ms",
        Step.Answered => string.Create(CultureInfo.InvariantCulture, $"HTTP {Figure:0}{(Length is null ? "" : $" with {Length} bytes")}"),
        Step.Did => $"{What} in {Milliseconds} ms",
        _ => (string)What!,
    };

    private string Milliseconds => Figure.ToString(Figure < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
