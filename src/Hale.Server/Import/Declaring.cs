using System.Text;
using System.Text.Json.Nodes;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Import;

/// <summary>Finds what an export is of, and declares what is not there, as far as the export says what it is.</summary>
internal sealed class Declaring(Registrar registry)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>How often a key is asked, or why there is none.</summary>
    /// <param name="created">Takes what is declared.</param>
    public async Task<(TimeSpan? Interval, string? Refusal)> FindAsync(ImportedDeployment deployment, ImportTerms terms, List<string> created, CancellationToken cancel)
    {
        if (registry.Now.Services.TryGetValue(deployment.Key, out var service))
            return (service.Timing.Interval, null);
        if (registry.Now.Targets.TryGetValue(deployment.Key, out var target))
            return (target.Timing.Interval, null);
        if (!terms.Create)
            return (null, "found no such service or target; allowed: what is declared");
        if (deployment is { Url: null, Process: null })
            return (null, "found neither the service nor what to ask for it (health_check_url or process_name); allowed: one of them, or a service that is declared");
        var refusal = terms.DryRun ? null : await DeclareAsync(deployment, cancel);
        if (refusal is null)
            created.Add(deployment.Key);
        return (deployment.Interval, refusal);
    }

    private async Task<string?> DeclareAsync(ImportedDeployment deployment, CancellationToken cancel)
    {
        var body = new JsonObject();
        if (deployment.Interval is { } interval)
            body["interval"] = Durations.Format(Within(interval));
        if (deployment.Key.Split(':') is [var project, var target])
        {
            body["url"] = deployment.Url;
            body["process_name"] = deployment.Process;
            return Reason(await registry.StartMonitorAsync(project, target, Node(body), cancel));
        }

        body["project"] = ProjectOf(deployment.Key);
        body["check"] = deployment.Url ?? $"process://{deployment.Process}";
        return Reason(await registry.PutServiceAsync(deployment.Key, Node(body), new(), cancel));
    }

    /// <summary>The project that a service's id begins with, the longest that there is; of an id that begins with none, what stands before its first dash.</summary>
    private string ProjectOf(string id)
    {
        var known = registry.Now.Projects.Keys.Where(project => id.StartsWith($"{project}-", StringComparison.Ordinal)).MaxBy(project => project.Length);
        return known ?? id.Split('-')[0];
    }

    private static TimeSpan Within(TimeSpan interval) =>
        TimeSpan.FromSeconds(Math.Clamp(Math.Round(interval.TotalSeconds, 3), 1, Longest.TotalSeconds));

    private static string? Reason<T>(Written<T> written)
        where T : class => written.Done ? null : written.Detail ?? string.Join("; ", written.Problems.Select(problem => $"{problem.Path}: {problem.Message}"));

    private static Node Node(JsonObject body) => JsonNodes.Read(Encoding.UTF8.GetBytes(body.ToJsonString()), new())!;
}
