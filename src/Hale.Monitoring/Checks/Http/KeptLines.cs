namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// The lines of checks that keep their connection, by their options. A line's idle connection closes itself; a line that nobody took for an hour
/// is forgotten, since its check was changed or removed.
/// </summary>
internal sealed class KeptLines(TimeProvider time)
{
    private static readonly TimeSpan MostUnused = TimeSpan.FromHours(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<HttpCheckOptions, (Line Line, long TakenAt)> _lines = new(ReferenceEqualityComparer.Instance);
    private long _sweptAt = time.GetTimestamp();

    /// <summary>The line of these options; made by <paramref name="make"/> where there is none. Null when none could be made.</summary>
    public Line? Take(HttpCheckOptions options, Func<Line?> make)
    {
        lock (_gate)
        {
            Sweep();
            var line = _lines.TryGetValue(options, out var kept) ? kept.Line : make();
            if (line is not null)
                _lines[options] = (line, time.GetTimestamp());
            return line;
        }
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(_sweptAt) < MostUnused)
            return;
        _sweptAt = time.GetTimestamp();
        foreach (var (options, (line, takenAt)) in _lines.ToArray())
        {
            if (time.GetElapsedTime(takenAt) < MostUnused)
                continue;
            _lines.Remove(options);
            line.Dispose();
        }
    }
}
