namespace Hale.Server.Explain;

/// <summary>What can be reached in a graph, the nearest first. Pure.</summary>
internal static class Reach
{
    /// <summary>Everything that can be reached from a key, itself included, each with the one it was reached from; itself with null.</summary>
    public static IReadOnlyDictionary<string, string?> From(string start, Func<string, IEnumerable<string>> next, int most)
    {
        var from = new Dictionary<string, string?>(StringComparer.Ordinal) { [start] = null };
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var key))
            foreach (var each in next(key))
                if (from.Count < most && from.TryAdd(each, key))
                    waiting.Enqueue(each);
        return from;
    }

    /// <summary>A shortest way from the start to a key, both included; the two alone where the key was not reached.</summary>
    public static IReadOnlyList<string> Path(string start, string to, IReadOnlyDictionary<string, string?> from)
    {
        if (!from.ContainsKey(to))
            return [start, to];
        var path = new List<string>();
        for (var key = to; key is not null; key = from[key])
            path.Add(key);
        path.Reverse();
        return path;
    }
}
