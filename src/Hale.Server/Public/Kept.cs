namespace Hale.Server.Public;

/// <summary>Keeps what was made for a few seconds, so that it is made once however many ask.</summary>
/// <param name="span">How long, from when its making began.</param>
/// <param name="most">How many are kept.</param>
internal sealed class Kept<T>(TimeProvider time, TimeSpan span, int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Made> _all = new(StringComparer.Ordinal);

    /// <summary>What is kept under a key, or what <paramref name="make"/> makes now. It goes on though the one who asked goes away: others wait for it too.</summary>
    /// <param name="of">What it is made of; something else makes what is kept useless.</param>
    public Task<T> GetAsync(string key, object? of, Func<Task<T>> make)
    {
        lock (_gate)
        {
            if (_all.TryGetValue(key, out var kept) && IsFresh(kept) && ReferenceEquals(kept.Of, of))
                return kept.Task;
            if (_all.Count >= most)
                MakeRoom();
            var task = Task.Run(make);
            _all[key] = new(time.GetTimestamp(), of, task);
            return task;
        }
    }

    private bool IsFresh(Made made) => !made.Task.IsCompleted || (made.Task.IsCompletedSuccessfully && time.GetElapsedTime(made.At) < span);

    private void MakeRoom()
    {
        foreach (var (key, _) in _all.Where(each => !IsFresh(each.Value)).ToArray())
            _all.Remove(key);
        if (_all.Count >= most)
            _all.Clear();
    }

    private readonly record struct Made(long At, object? Of, Task<T> Task);
}
