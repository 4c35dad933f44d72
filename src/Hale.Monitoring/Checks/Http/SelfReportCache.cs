namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// Remembers what bodies said of their senders: most answers are word for word those of the last time, and reading JSON costs more than comparing it.
/// Holds at most 1,024 bodies of up to 2 kB.
/// </summary>
internal sealed class SelfReportCache
{
    private const int Slots = 1024;
    private const int MostBody = 2048;

    private readonly Known?[] _known = new Known?[Slots];

    /// <summary>The process's: bodies mean the same whoever sent them.</summary>
    public static SelfReportCache Shared { get; } = new();

    /// <inheritdoc cref="SelfReport.Read"/>
    public SelfReport Read(Answer answer)
    {
        var body = answer.Body.Span;
        // What is no JSON object is quickly read, and may depend on the headers.
        if (body.Length is 0 or > MostBody || body[0] != (byte)'{' || answer.Cut)
            return SelfReport.Read(answer);
        var hash = new HashCode();
        hash.AddBytes(body);
        ref var slot = ref _known[(uint)hash.ToHashCode() % Slots];
        if (Volatile.Read(ref slot) is { } known && body.SequenceEqual(known.Body))
            return known.Report;
        var report = SelfReport.Read(answer);
        Volatile.Write(ref slot, new(body.ToArray(), report));
        return report;
    }

    private sealed record Known(byte[] Body, SelfReport Report);
}
