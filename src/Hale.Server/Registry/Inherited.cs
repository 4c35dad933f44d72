using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;

namespace Hale.Server.Registry;

/// <summary>Who a setting comes from that nobody gave where it is looked for.</summary>
internal enum Giver
{
    /// <summary>Hale itself.</summary>
    BuiltIn,

    /// <summary><c>defaults:</c> at the top of the file.</summary>
    Hub,

    /// <summary>The project's <c>defaults</c>.</summary>
    Project,
}

/// <summary>A setting that holds where none is given.</summary>
/// <param name="Value">As a description spells it.</param>
internal sealed record Inherited(string Name, string Value, Giver From)
{
    /// <summary>What holds for a service or a target that gives nothing itself. Pure.</summary>
    /// <param name="project">May be one that is not there: then the hub's defaults hold.</param>
    /// <param name="passive">Whether it is the target that calls: of those Hale has defaults of its own.</param>
    public static IReadOnlyList<Inherited> Of(RegistrySnapshot now, string? project, Column column, bool passive)
    {
        var given = project is null ? null : now.Projects.GetValueOrDefault(project);
        var target = column == Column.Target;
        var near = (target ? given?.TargetDefaults : given?.Defaults) ?? CheckSettings.None;
        var far = target ? now.TargetDefaults : now.Defaults;
        var wider = near.Or(far);
        var holds = Definitions.Settings((passive ? CheckSettings.None.OrOfPassive(wider) : wider).Resolve(column));
        var (nearest, farther) = (Definitions.Settings(near), Definitions.Settings(far));
        return [.. holds.Select(each => new Inherited(each.Key, each.Value!.ToString(), WhoGave(each.Key, each.Value, nearest, farther)))];
    }

    private static Giver WhoGave(string name, JsonNode? value, JsonObject project, JsonObject hub) =>
        JsonNode.DeepEquals(project[name], value) ? Giver.Project
        : project[name] is null && JsonNode.DeepEquals(hub[name], value) ? Giver.Hub
        : Giver.BuiltIn;
}
