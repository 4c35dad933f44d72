using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>The services that a dependency may mean.</summary>
/// <param name="Has">Whether there is a service of this id.</param>
/// <param name="Named">The ids of a project's services of this name: project, name.</param>
/// <param name="Near">Ids and names to suggest to a service of this project.</param>
internal sealed record Neighbours(Func<string, bool> Has, Func<string, string, IReadOnlyList<string>> Named, Func<string, IEnumerable<string>> Near);

/// <summary>Which services a service needs: from what was written to ids, and never in a circle.</summary>
internal static class Dependencies
{
    /// <summary>The ids that a draft's needs mean, in their order, each once; reports those that mean none, several, or itself.</summary>
    /// <param name="kept">Ids it needs already, which may be gone by now: the file may drop what a service of the API's needs.</param>
    public static IReadOnlyList<string> Resolve(ServiceDraft draft, Neighbours neighbours, IReadOnlyList<string> kept, Problems problems)
    {
        if (draft.Needs.Count == 0)
            return [];
        var ids = new List<string>(draft.Needs.Count);
        var seen = new HashSet<string>();
        foreach (var need in draft.Needs)
            if (One(draft, need, neighbours, kept, problems) is { } id && seen.Add(id))
                ids.Add(id);
        return ids;
    }

    /// <summary>The way from the dependencies of <paramref name="id"/> back to it, spelled out, or null. Follows what can be reached and no more.</summary>
    public static string? Cycle(string id, IReadOnlyList<string> dependsOn, Func<string, IReadOnlyList<string>> of)
    {
        var from = new Dictionary<string, string>();
        var waiting = new Stack<string>();
        foreach (var first in dependsOn.Reverse())
            if (from.TryAdd(first, id))
                waiting.Push(first);
        while (waiting.TryPop(out var at))
            foreach (var next in of(at))
                if (next == id)
                    return Spell(id, at, from);
                else if (from.TryAdd(next, at))
                    waiting.Push(next);
        return null;
    }

    private static string? One(ServiceDraft draft, Need need, Neighbours neighbours, IReadOnlyList<string> kept, Problems problems)
    {
        var named = neighbours.Named(draft.Project, need.Text);
        var others = named.Where(id => id != draft.Id).ToArray();
        if (need.Text == draft.Id || (others.Length == 0 && need.Text == draft.Name && !neighbours.Has(need.Text)))
            problems.AddConflict(need.Path, $"found {need.Value.Found}; a service can't depend on itself", need.Value.At);
        else if (neighbours.Has(need.Text) || kept.Contains(need.Text))
            return need.Text;
        else if (others.Length == 1)
            return others[0];
        else if (others.Length > 1)
            problems.AddConflict(
                need.Path,
                $"found {need.Value.Found}, the name of several services; allowed: one of their ids, {string.Join(", ", others.Take(5))}",
                need.Value.At);
        else
            Unknown(draft, need, neighbours, problems);
        return null;
    }

    private static void Unknown(ServiceDraft draft, Need need, Neighbours neighbours, Problems problems)
    {
        var near = need.Value.Written is null ? Names.Nearest(need.Text, neighbours.Near(draft.Project)) : null;
        problems.AddConflict(
            need.Path,
            $"found {need.Value.Found}, an unknown service; {(near is null ? "" : $"did you mean {near}? ")}allowed: a service's id, or its name within the project",
            need.Value.At);
    }

    private static string Spell(string id, string last, Dictionary<string, string> from)
    {
        var way = new List<string> { id };
        for (var at = last; at != id; at = from[at])
            way.Add(at);
        way.Add(id);
        way.Reverse();
        return string.Join(" -> ", way);
    }
}
