using System.Text.Json;
using Hale.Monitoring.Checks.Dial;

namespace Hale.Monitoring.Checks.Http;

/// <summary>
/// The component statuses of a health document, by name: Hale's and Spring Boot's <c>components</c>, ASP.NET Core's <c>entries</c>,
/// MicroProfile's and health+json's <c>checks</c>, Spring Boot 2's <c>details</c>. Bounded in count and size.
/// </summary>
internal static class HealthComponents
{
    private const int Most = 100;
    private const int MostName = 100;
    private const int MostStatus = 40;

    public static IReadOnlyDictionary<string, string> Read(JsonElement root)
    {
        var found = new Dictionary<string, string>();
        foreach (var key in (ReadOnlySpan<string>)["components", "entries", "checks", "details"])
        {
            if (root.Under(key) is not { } holder)
                continue;
            if (holder.ValueKind == JsonValueKind.Object)
                foreach (var (name, component) in holder.Members())
                    Add(found, name, Status(component));
            else if (holder.ValueKind == JsonValueKind.Array)
                foreach (var component in holder.EnumerateArray())
                    Add(found, component.Text("name"), component.Text("status"));
            if (found.Count > 0)
                break;
        }

        return found;
    }

    private static void Add(Dictionary<string, string> found, string? name, string? status)
    {
        if (found.Count < Most && name is { Length: > 0 and <= MostName } && status is { Length: > 0 and <= MostStatus })
            found[name] = status;
    }

    /// <summary>An object's status; of a list (health+json: several nodes) the worst.</summary>
    private static string? Status(JsonElement component)
    {
        if (component.ValueKind != JsonValueKind.Array)
            return component.Text("status");
        string? worst = null;
        foreach (var node in component.EnumerateArray())
            if (node.Text("status") is { } status && (worst is null || SelfReport.Meaning(status) > SelfReport.Meaning(worst)))
                worst = status;
        return worst;
    }
}
