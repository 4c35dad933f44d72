namespace Hale.Monitoring.Health;

/// <summary>What the graph of dependencies must be: free of cycles.</summary>
public static class Cascade
{
    /// <summary>
    /// A cycle, spelled out with its first id repeated at the end (a, b, c, a); null when there is none. Keys and neighbours are tried in the order
    /// given, so that the same graph always answers the same cycle. Depth-first with its own stack: a chain of any length will do.
    /// </summary>
    /// <param name="dependsOn">Dependant to dependencies. Ids that are no keys have no dependencies.</param>
    public static IReadOnlyList<string>? FindCycle(IReadOnlyDictionary<string, IReadOnlyList<string>> dependsOn)
    {
        var done = new HashSet<string>(dependsOn.Count);
        var path = new List<string>();
        var places = new Dictionary<string, int>();
        var stack = new Stack<(string Key, int Next)>();
        foreach (var start in dependsOn.Keys)
        {
            if (done.Contains(start))
                continue;
            Enter(start);
            while (stack.TryPop(out var top))
            {
                var below = dependsOn.TryGetValue(top.Key, out var dependencies) ? dependencies : [];
                if (top.Next == below.Count)
                {
                    Leave(top.Key);
                    continue;
                }

                stack.Push(top with { Next = top.Next + 1 });
                var next = below[top.Next];
                if (places.TryGetValue(next, out var place))
                    return [.. path[place..], next];
                if (!done.Contains(next))
                    Enter(next);
            }
        }

        return null;

        void Enter(string key)
        {
            places[key] = path.Count;
            path.Add(key);
            stack.Push((key, 0));
        }

        void Leave(string key)
        {
            path.RemoveAt(path.Count - 1);
            places.Remove(key);
            done.Add(key);
        }
    }
}
