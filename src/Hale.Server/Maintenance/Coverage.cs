using Hale.Server.Maintenance.Laying;
using Hale.Server.Registry;

namespace Hale.Server.Maintenance;

/// <summary>
/// When each service and target is in maintenance, over one time. Made for a question: windows of the same are put together once, and those of whom the same windows
/// are share one answer, the very same object.
/// </summary>
internal sealed class Coverage
{
    /// <summary>Nothing is in maintenance.</summary>
    public static readonly Coverage None = new(RegistrySnapshot.Empty, [], DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    private static readonly IReadOnlyList<Stretch> Never = [];

    private readonly RegistrySnapshot _registry;
    private readonly List<int> _everything = [];
    private readonly Dictionary<string, List<int>> _byProject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _byKey = new(StringComparer.Ordinal);
    private readonly List<(int Group, MaintenanceScope Of)> _labelled = [];
    private readonly List<IReadOnlyList<Stretch>> _times = [];
    private readonly Dictionary<string, IReadOnlyList<Stretch>> _joined = new(StringComparer.Ordinal);

    /// <param name="windows">All there are; those without a part in the time are passed over.</param>
    public Coverage(RegistrySnapshot registry, IEnumerable<Timetable> windows, DateTimeOffset from, DateTimeOffset to)
    {
        _registry = registry;
        foreach (var alike in windows.GroupBy(window => window.Spec.Of.Key, StringComparer.Ordinal))
        {
            if (Joining.Of(alike.SelectMany(window => window.Within(from, to))) is { Count: > 0 } times)
                Add(alike.First().Spec.Of, times);
        }
    }

    /// <summary>The times in which a key is in maintenance: in their order, without overlaps and neighbours, not cut to the question's.</summary>
    /// <param name="key">A service's id, or a target's key; of what is not declared nothing is known.</param>
    public IReadOnlyList<Stretch> For(string key)
    {
        if (_times.Count == 0 || GroupsOf(key) is not { Length: > 0 } groups)
            return Never;
        var these = string.Join(',', groups);
        if (!_joined.TryGetValue(these, out var times))
            _joined[these] = times = Joining.Of(groups.SelectMany(group => _times[group]));
        return times;
    }

    private int[] GroupsOf(string key)
    {
        if (_registry.Services.TryGetValue(key, out var service))
            return [.. Named(service.Project, key).Concat(_labelled.Where(each => each.Of.Fits(service.Labels)).Select(each => each.Group)).Distinct().Order()];
        return _registry.Targets.TryGetValue(key, out var target) ? [.. Named(target.Project, key).Distinct().Order()] : [];
    }

    private IEnumerable<int> Named(string project, string key) =>
        _everything.Concat(_byProject.GetValueOrDefault(project) ?? []).Concat(_byKey.GetValueOrDefault(key) ?? []);

    private void Add(MaintenanceScope scope, IReadOnlyList<Stretch> times)
    {
        var group = _times.Count;
        _times.Add(times);
        if (scope.IsEverything)
            _everything.Add(group);
        foreach (var project in scope.Projects)
            Add(_byProject, project, group);
        foreach (var key in scope.Services)
            Add(_byKey, key, group);
        if (scope.Labels.Count > 0)
            _labelled.Add((group, scope));
    }

    private static void Add(Dictionary<string, List<int>> index, string name, int group)
    {
        if (!index.TryGetValue(name, out var groups))
            index[name] = groups = [];
        groups.Add(group);
    }
}
