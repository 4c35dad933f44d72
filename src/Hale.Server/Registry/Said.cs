using System.Text.Json.Nodes;

namespace Hale.Server.Registry;

/// <summary>
/// Definitions as somebody said them, to be read and changed: what is not there is a default, and credentials are masked. Sent back, each means the same.
/// </summary>
internal static class Said
{
    /// <summary>What a PUT of the service takes.</summary>
    public static JsonObject Of(ServiceSpec spec)
    {
        var json = Definitions.Service(spec, secrets: false);
        if (spec.Id != $"{spec.Project}-{spec.Name}")
            json.Insert(0, "id", spec.Id);
        if (spec.Type == spec.Check.Options.ServiceType)
            json.Remove("type");
        if (spec.Critical)
            json.Remove("critical");
        Definitions.AddSettings(json, spec.Given);
        return WithoutEmpty(json, "depends_on", "labels");
    }

    /// <summary>What a PUT of the target takes.</summary>
    public static JsonObject Of(TargetSpec spec)
    {
        var json = Definitions.Target(spec, secrets: false);
        Definitions.AddSettings(json, spec.Given);
        return json;
    }

    /// <summary>What a PUT of the project takes.</summary>
    public static JsonObject Of(ProjectSpec spec)
    {
        var json = Definitions.Project(spec);
        if (spec.Name == spec.Id)
            json.Remove("name");
        return WithoutEmpty(json, "labels", "defaults");
    }

    private static JsonObject WithoutEmpty(JsonObject json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (json[name] is JsonObject { Count: 0 } or JsonArray { Count: 0 })
                json.Remove(name);
        return json;
    }
}
