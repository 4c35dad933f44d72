using System.Collections.Concurrent;

namespace Hale.Monitoring.Checks.Exec.Linux;

/// <summary>
/// The first process of a container inherits everything whose parent is gone, daemons that a command started among them, and has to take note of their
/// end: what nobody takes note of stays in the table of processes for ever.
/// </summary>
internal static class Orphans
{
    private const int First = 1;

    /// <summary>Whoever started a child itself takes note of its end sooner.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(1);

    private static readonly ConcurrentDictionary<int, bool> Own = [];
    private static readonly Lock Gate = new();
    private static Dictionary<int, long> _ended = [];

    /// <summary>Leaves a child to the one who started it.</summary>
    public static void Spare(int id) => Own[id] = true;

    /// <summary>That one has taken note of its end.</summary>
    public static void Forget(int id) => Own.TryRemove(id, out _);

    /// <summary>Reaps what has waited for that long enough.</summary>
    public static void Reap()
    {
        if (Environment.ProcessId != First || !Gate.TryEnter())
            return;
        try
        {
            var (time, ended) = (TimeProvider.System, new Dictionary<int, long>());
            foreach (var id in Kin.EndedChildrenOf(First).Where(id => !Own.ContainsKey(id)))
            {
                var since = _ended.GetValueOrDefault(id, time.GetTimestamp());
                if (time.GetElapsedTime(since) < Enough || Posix.Ending(id, wait: false, reap: true) is null)
                    ended[id] = since;
            }

            _ended = ended;
        }
        finally
        {
            Gate.Exit();
        }
    }
}
