using Hale.Monitoring.Admission;

namespace Hale.Monitoring.Watch.Rounds;

/// <summary>Runs that ended by themselves, for the next ones.</summary>
internal sealed class RunPool(Action<Run> begin, Action<Run> ended)
{
    private const int MostIdle = 4096;

    private readonly Lock _gate = new();
    private readonly Stack<Run> _idle = [];

    public Run Take(Entry entry, bool forced, Peer? peer)
    {
        Run? run;
        lock (_gate)
            _idle.TryPop(out run);
        run ??= new(begin, ended);
        run.Begin(entry, forced, peer);
        return run;
    }

    /// <summary>Gives back a run that nobody can ask of any more.</summary>
    public void Return(Run run)
    {
        lock (_gate)
            if (_idle.Count < MostIdle)
                _idle.Push(run);
    }
}
