using Hale.Monitoring.Health;
using Hale.Server.History.Coding;

namespace Hale.Server.History.Keeping;

/// <summary>
/// Makes changes of status of results that somebody else saw. What is known already is not told again: from the hub's own first change on it is the hub's word that
/// counts, and within a stretch that was imported before, that one. A stretch ends where no result follows for long: nobody watched then. Pure but for what it has seen.
/// </summary>
internal sealed class Stretches
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _known = [];
    private readonly List<Transition> _changes = [];
    private readonly DateTimeOffset _own = DateTimeOffset.MaxValue;
    private readonly TimeSpan _longest;
    private Status _status;
    private DateTimeOffset _last = DateTimeOffset.MinValue;
    private int _next;

    /// <param name="kept">The changes that are kept of the key, in their order.</param>
    /// <param name="interval">How often it was asked; twice that, and a minute at least, is a gap.</param>
    public Stretches(IReadOnlyList<StatusEvent> kept, TimeSpan interval)
    {
        _longest = interval > TimeSpan.FromSeconds(30) ? 2 * interval : TimeSpan.FromMinutes(1);
        foreach (var step in kept.Select(each => each.Step))
        {
            if (step.Why != Why.Imported)
            {
                _own = step.At;
                break;
            }

            if (step.From == Status.Unknown)
                _known.Add((step.At, step.At));
            else if (_known.Count > 0)
                _known[^1] = (_known[^1].From, step.At);
        }
    }

    /// <summary>The next result; one that is before the last one says nothing of how things stood.</summary>
    public void Next(in Reading reading)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(reading.At);
        if (at < _last)
            return;
        if (Passes(at) || at - _last > _longest)
            Close();
        if (!IsKnown(at) && reading.Status != _status)
            Move(at, reading.Status, reading.Failure is null ? null : reading.Message);
        _last = at;
    }

    /// <summary>Ends the last stretch; all changes, in the order of their times.</summary>
    public IReadOnlyList<Transition> Done()
    {
        Close();
        return _changes;
    }

    // Whether something that is known begins after the last result.
    private bool Passes(DateTimeOffset at)
    {
        var passed = false;
        for (; _next < _known.Count && _known[_next].To < at; _next++)
            passed |= _known[_next].From > _last;
        return passed || IsKnown(at);
    }

    private bool IsKnown(DateTimeOffset at) => at >= _own || (_next < _known.Count && _known[_next].From <= at);

    private void Close()
    {
        if (_status != Status.Unknown)
            Move(_last, Status.Unknown, null);
    }

    private void Move(DateTimeOffset at, Status to, string? message)
    {
        _changes.Add(new(at, _status, to, Why.Imported, message));
        _status = to;
    }
}
