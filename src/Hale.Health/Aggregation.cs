namespace Hale.Health;

/// <summary>From components to the whole. Pure.</summary>
internal static class Aggregation
{
    /// <summary>The name, among a component's details, of the dependency that is to blame.</summary>
    public const string CausedBy = "caused_by";

    private static readonly HealthCheckResult NotChecked = HealthCheckResult.Degraded("not checked yet");

    /// <param name="results">The last result by name; a component that is not among them was not checked yet.</param>
    public static SystemHealth Compose(
        IReadOnlyList<IHealthChecker> checkers, IReadOnlyDictionary<string, HealthCheckResult> results, DateTimeOffset now)
    {
        var byName = checkers.ToDictionary(checker => checker.Name, StringComparer.Ordinal);
        var components = new Dictionary<string, HealthCheckResult>(checkers.Count, StringComparer.Ordinal);
        foreach (var checker in checkers)
        {
            var own = results.TryGetValue(checker.Name, out var known) ? known : NotChecked with { Timestamp = now };
            components[checker.Name] = Cascade(own, Culprit(checker, byName, results));
        }

        var critical = checkers.Where(checker => checker.Critical).Select(checker => checker.Name).ToHashSet(StringComparer.Ordinal);
        return new(Overall(components, critical), now, components, Count([.. components.Values])) { Critical = critical };
    }

    /// <summary>Refuses what can't be: a name twice, a time that is not positive, a dependency that is not there, a cycle.</summary>
    /// <exception cref="ArgumentException">Says which.</exception>
    public static void Validate(IReadOnlyList<IHealthChecker> checkers)
    {
        var byName = new Dictionary<string, IHealthChecker>(StringComparer.Ordinal);
        foreach (var checker in checkers)
        {
            if (!byName.TryAdd(checker.Name, checker))
                throw new ArgumentException($"There are two components named '{checker.Name}'.", nameof(checkers));
            if (checker.Timeout <= TimeSpan.Zero || checker.Interval <= TimeSpan.Zero)
                throw new ArgumentException($"Timeout and interval of component '{checker.Name}' must be positive.", nameof(checkers));
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var checker in checkers)
            Walk(checker, byName, [], done);
    }

    private static void Walk(IHealthChecker checker, Dictionary<string, IHealthChecker> byName, List<string> path, HashSet<string> done)
    {
        if (path.IndexOf(checker.Name) is >= 0 and var start)
            throw new ArgumentException($"Components depend on each other in a circle: {string.Join(" -> ", path.Skip(start).Append(checker.Name))}.");
        if (done.Contains(checker.Name))
            return;
        path.Add(checker.Name);
        foreach (var dependency in checker.Dependencies)
            Walk(
                byName.GetValueOrDefault(dependency)
                    ?? throw new ArgumentException($"Component '{checker.Name}' depends on '{dependency}', which is not there."),
                byName, path, done);
        path.RemoveAt(path.Count - 1);
        done.Add(checker.Name);
    }

    /// <summary>The deepest unhealthy dependency, direct or not; null when there is none.</summary>
    private static string? Culprit(
        IHealthChecker checker, Dictionary<string, IHealthChecker> byName, IReadOnlyDictionary<string, HealthCheckResult> results)
    {
        foreach (var name in checker.Dependencies)
        {
            if (Culprit(byName[name], byName, results) is { } deeper)
                return deeper;
            if (results.TryGetValue(name, out var result) && result.Status == HealthStatus.Unhealthy)
                return name;
        }

        return null;
    }

    private static HealthCheckResult Cascade(HealthCheckResult own, string? culprit)
    {
        if (culprit is null)
            return own;
        var details = new Dictionary<string, object?>(own.Details ?? new Dictionary<string, object?>()) { [CausedBy] = culprit };
        return own.Status == HealthStatus.Unhealthy
            ? own with { Details = details }
            : own with { Status = HealthStatus.Degraded, Message = $"dependency {culprit} unhealthy", Details = details };
    }

    private static HealthStatus Overall(Dictionary<string, HealthCheckResult> components, HashSet<string> critical)
    {
        if (components.Any(each => each.Value.Status == HealthStatus.Unhealthy && critical.Contains(each.Key)))
            return HealthStatus.Unhealthy;
        return components.Values.Any(each => each.Status != HealthStatus.Healthy) ? HealthStatus.Degraded : HealthStatus.Healthy;
    }

    private static HealthSummary Count(HealthCheckResult[] results)
    {
        return new(results.Length, Of(HealthStatus.Healthy), Of(HealthStatus.Degraded), Of(HealthStatus.Unhealthy));

        int Of(HealthStatus status) => results.Count(result => result.Status == status);
    }
}
