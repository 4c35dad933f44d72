using System.Globalization;

namespace Hale.Monitoring.Checks.Dial;

/// <summary>How far a check has come; tells what it was that took too long.</summary>
internal enum Stage
{
    Resolving,
    Connecting,
    Handshaking,
    Asking,
}

/// <summary>What one run of a check measures on its way: phases, evidence, certificates. With redirects, a phase is the sum over all hops.</summary>
internal sealed class Trace(TimeProvider time)
{
    private const int MostNotes = 40;
    private readonly List<string> _evidence = [];
    private readonly long _start = time.GetTimestamp();
    private double? _dns;
    private double? _connect;
    private double? _tls;
    private double? _firstByte;

    public DateTimeOffset At { get; } = time.GetUtcNow();

    public Stage Stage { get; set; }

    /// <summary>The earliest expiry of the certificates seen.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; private set; }

    public IReadOnlyList<string> Evidence => _evidence;

    public TimeSpan Took => time.GetElapsedTime(_start);

    /// <summary>A moment, for the methods that end a phase.</summary>
    public long Now => time.GetTimestamp();

    public void Note(string what)
    {
        if (_evidence.Count < MostNotes)
            _evidence.Add(what);
    }

    public void Resolved(long since, string host, IEnumerable<object> addresses) =>
        Note($"resolved {host} to {string.Join(", ", addresses)} in {Show(Add(ref _dns, since))} ms");

    public void Connected(long since, object end) => Note($"connected to {end} in {Show(Add(ref _connect, since))} ms");

    public void Handshaken(long since, string protocol) => Note($"{protocol} handshake in {Show(Add(ref _tls, since))} ms");

    /// <summary>A step of the kind's own, and how long it took.</summary>
    public void Did(string what, long since) => Note($"{what} in {Show(time.GetElapsedTime(since).TotalMilliseconds)} ms");

    /// <summary>Ends the wait for the first byte, from when the request was sent until <paramref name="then"/>.</summary>
    public void FirstByte(long since, long then)
    {
        var took = time.GetElapsedTime(since, then).TotalMilliseconds;
        _firstByte = (_firstByte ?? 0) + took;
        Note($"first byte after {Show(took)} ms");
    }

    public void Certificate(DateTimeOffset expires)
    {
        if (CertificateExpiresAt is not { } known || expires < known)
            CertificateExpiresAt = expires;
    }

    /// <summary>The phases; the total only of a check that came to its end.</summary>
    public Phases Phases(TimeSpan? total) => new(Round(_dns), Round(_connect), Round(_tls), Round(_firstByte), Round(total?.TotalMilliseconds));

    private static string Show(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    private static double? Round(double? milliseconds) => milliseconds is { } value ? Math.Round(value, 3) : null;

    private double Add(ref double? phase, long since)
    {
        var took = time.GetElapsedTime(since).TotalMilliseconds;
        phase = (phase ?? 0) + took;
        return took;
    }
}
