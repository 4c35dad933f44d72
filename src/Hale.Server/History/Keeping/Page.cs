using Hale.Monitoring.Checks;
using Hale.Monitoring.Health;

namespace Hale.Server.History.Keeping;

/// <summary>What is held of one key in memory: verdict, last result, counts of the day.</summary>
internal sealed class Page(string key, Verdict verdict)
{
    private readonly Lock _gate = new();
    private Verdict _verdict = verdict;
    private HeldResult? _last;
    private string? _lastError;
    private DayCount _day;
    private bool _dirty;

    public string Key { get; } = key;

    /// <summary>Makes a page of what the store kept; null when that is not legible.</summary>
    public static Page? Read(StoredVerdict stored)
    {
        if (KeptState.Read(stored.State) is not { } kept)
            return null;
        return new(stored.Key, new(kept.Status, kept.Since, kept.Why, kept.Message, kept.Failures, kept.Successes, kept.Failure))
        {
            _last = kept.Last is { } last
                ? new(
                    last.At, last.Success, last.LatencyMs, last.Failure, last.Message, last.Phases ?? Phases.None, Details.Whole(last.Details),
                    last.CertificateExpiresAt)
                : null,
            _lastError = kept.LastError,
            _day = DayCount.Load(kept.Hours),
        };
    }

    /// <summary>Takes a check's result.</summary>
    public void Saw(Observation seen, HeldResult result, Verdict after)
    {
        lock (_gate)
        {
            (_verdict, _last, _dirty) = (after, result, true);
            _lastError = seen.Failure?.Message ?? _lastError;
            _day.Add(seen.At, !seen.Success);
        }
    }

    /// <summary>Takes a verdict that changed without a check.</summary>
    public void Moved(Verdict after)
    {
        lock (_gate)
            (_verdict, _dirty) = (after, true);
    }

    public Held Hold(DateTimeOffset now)
    {
        lock (_gate)
        {
            var (checks, failures) = _day.Sum(now);
            return new(_verdict, _last, checks == 0 ? null : (checks - failures) * 100.0 / checks, failures, _lastError);
        }
    }

    /// <summary>The state to be written if it changed since it was taken last; null otherwise.</summary>
    public StoredVerdict? TakeChanged()
    {
        lock (_gate)
        {
            if (!_dirty)
                return null;
            _dirty = false;
            return new(Key, Keep().Write());
        }
    }

    /// <summary>Says that what was taken could not be written.</summary>
    public void GiveBack()
    {
        lock (_gate)
            _dirty = true;
    }

    private KeptState Keep() => new(
        KeptState.Version, _verdict.Status, _verdict.Since, _verdict.Why, _verdict.Message, _verdict.Failures, _verdict.Successes, _verdict.Failure,
        _last is { } last
            ? new(
                last.At, last.Success, last.LatencyMs, last.Failure, last.Message, last.Phases == Phases.None ? null : last.Phases, last.Details,
                last.CertificateExpiresAt)
            : null,
        _lastError, _day.Save());
}
