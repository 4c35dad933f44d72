namespace Hale.Monitoring.Health;

/// <summary>
/// Which down dependency stands behind each service: the deepest one, that is a down one with no down dependency below it. Of several the one
/// furthest away (by the longest chain of dependencies), then the first by ordinal id. Dependencies that are up or unknown pass a cause on.
/// Keeps what it found, so that a change touches only the dependants of what changed. Not safe for use from several threads at once.
/// </summary>
public sealed class Causes
{
    private readonly HashSet<string> _down = [];
    private Dictionary<string, Place> _places = [];

    /// <summary>The cause of a service, or null when no dependency of it is down.</summary>
    public string? Of(string key) => _places.GetValueOrDefault(key)?.Cause?.Key;

    /// <summary>Takes another graph; the statuses stay. Answers every service whose cause changed, with its new cause or null.</summary>
    /// <param name="dependsOn">Dependant to dependencies; those without dependencies may be left out.</param>
    /// <exception cref="ArgumentException">The graph has a cycle.</exception>
    public IReadOnlyList<KeyValuePair<string, string?>> SetGraph(IReadOnlyDictionary<string, IReadOnlyList<string>> dependsOn)
    {
        var before = _places;
        var places = Graph.Build(dependsOn);
        var changed = new List<KeyValuePair<string, string?>>();
        foreach (var place in places.Values.OrderBy(place => place.Rank))
        {
            place.Down = _down.Contains(place.Key);
            place.Cause = Look(place);
            if (before.GetValueOrDefault(place.Key)?.Cause?.Key is var old && old != place.Cause?.Key)
                changed.Add(new(place.Key, place.Cause?.Key));
        }

        foreach (var gone in before.Values.Where(place => place.Cause is not null && !places.ContainsKey(place.Key)))
            changed.Add(new(gone.Key, null));
        _places = places;
        return changed;
    }

    /// <summary>Takes a service's status. Answers every service whose cause changed by it, with its new cause or null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Update(string key, Status status)
    {
        var down = status == Status.Down;
        if (down ? !_down.Add(key) : !_down.Remove(key))
            return [];
        if (!_places.TryGetValue(key, out var start))
            return [];
        start.Down = down;
        // With a cause of its own it passes that one on, whether it is down or not: nothing above it changes.
        return start.Cause is null ? Spread(start) : [];
    }

    /// <summary>Lowest rank first: each dependant is looked at once, when all below it are settled.</summary>
    private static List<KeyValuePair<string, string?>> Spread(Place start)
    {
        var changed = new List<KeyValuePair<string, string?>>();
        var waiting = new PriorityQueue<Place, int>();
        var seen = new HashSet<Place>();
        Await(start);
        while (waiting.TryDequeue(out var place, out _))
        {
            var cause = Look(place);
            if (cause == place.Cause)
                continue;
            if (cause?.Key != place.Cause?.Key)
                changed.Add(new(place.Key, cause?.Key));
            place.Cause = cause;
            Await(place);
        }

        return changed;

        void Await(Place below)
        {
            foreach (var dependant in below.Dependants)
                if (seen.Add(dependant))
                    waiting.Enqueue(dependant, dependant.Rank);
        }
    }

    private static Cause? Look(Place place)
    {
        Cause? best = null;
        foreach (var below in place.Dependencies)
        {
            var found = below.Cause is { } deeper ? deeper with { Distance = deeper.Distance + 1 } : below.Down ? new Cause(below.Key, 1) : null;
            if (found is not null && (best is null || found.IsBefore(best)))
                best = found;
        }

        return best;
    }

    private sealed record Cause(string Key, int Distance)
    {
        public bool IsBefore(Cause other) =>
            Distance != other.Distance ? Distance > other.Distance : string.CompareOrdinal(Key, other.Key) < 0;
    }

    private sealed class Place(string key)
    {
        public string Key { get; } = key;

        public List<Place> Dependencies { get; } = [];

        public List<Place> Dependants { get; } = [];

        /// <summary>Greater than that of everything below it.</summary>
        public int Rank { get; set; }

        public bool Down { get; set; }

        public Cause? Cause { get; set; }
    }

    private static class Graph
    {
        public static Dictionary<string, Place> Build(IReadOnlyDictionary<string, IReadOnlyList<string>> dependsOn)
        {
            var places = new Dictionary<string, Place>();
            foreach (var (key, dependencies) in dependsOn)
            {
                if (dependencies.Count == 0)
                    continue;
                var dependant = Find(places, key);
                foreach (var id in dependencies)
                {
                    var below = Find(places, id);
                    dependant.Dependencies.Add(below);
                    below.Dependants.Add(dependant);
                }
            }

            if (Rank(places.Values) < places.Count)
                throw new ArgumentException($"the dependencies are a cycle: {string.Join(" -> ", Cascade.FindCycle(dependsOn) ?? [])}", nameof(dependsOn));
            return places;
        }

        private static Place Find(Dictionary<string, Place> places, string key)
        {
            if (!places.TryGetValue(key, out var place))
                places[key] = place = new(key);
            return place;
        }

        /// <summary>Kahn's topological order (Communications of the ACM 5, 1962); answers how many it could order: less than all means a cycle.</summary>
        private static int Rank(IReadOnlyCollection<Place> places)
        {
            var open = places.ToDictionary(place => place, place => place.Dependencies.Count);
            var ready = new Queue<Place>(places.Where(place => place.Dependencies.Count == 0));
            var rank = 0;
            while (ready.TryDequeue(out var place))
            {
                place.Rank = rank++;
                foreach (var dependant in place.Dependants)
                    if (--open[dependant] == 0)
                        ready.Enqueue(dependant);
            }

            return rank;
        }
    }
}
