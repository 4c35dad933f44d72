using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>
/// Definitions as canonical JSON: what the store keeps, secrets included, is what somebody gave; what the etag is taken from is what that comes to.
/// </summary>
internal static class Definitions
{
    private const int EtagLength = 16;

    /// <summary>A service as it was given, with names and type filled in and dependencies as ids.</summary>
    public static string Text(ServiceSpec spec)
    {
        var json = Service(spec);
        AddSettings(json, spec.Given);
        return json.ToJsonString();
    }

    /// <summary>A target as it was given.</summary>
    public static string Text(TargetSpec spec)
    {
        var json = Target(spec);
        AddSettings(json, spec.Given);
        return json.ToJsonString();
    }

    /// <summary>A project as it was given.</summary>
    public static string Text(ProjectSpec spec) => Project(spec).ToJsonString();

    /// <summary>A project as it was given.</summary>
    public static JsonObject Project(ProjectSpec spec)
    {
        var json = new JsonObject { ["name"] = spec.Name, ["labels"] = Labels(spec.Labels), ["defaults"] = Defaults(spec) };
        AddText(json, "primary_target", spec.PrimaryTarget);
        return json;
    }

    /// <summary>What a project's members take where they give nothing themselves.</summary>
    public static JsonObject Defaults(ProjectSpec spec)
    {
        var defaults = Settings(spec.Defaults);
        if (spec.TargetDefaults != CheckSettings.None)
            defaults["targets"] = Settings(spec.TargetDefaults);
        return defaults;
    }

    /// <summary>Changes with what the definition comes to, and with nothing else.</summary>
    public static string Etag(ServiceSpec spec) => Etag(spec.Id, Describe(spec, secrets: true).ToJsonString());

    /// <inheritdoc cref="Etag(ServiceSpec)"/>
    public static string Etag(TargetSpec spec) => Etag(spec.Key, AddTiming(Target(spec), spec.Timing).ToJsonString());

    /// <inheritdoc cref="Etag(ServiceSpec)"/>
    public static string Etag(ProjectSpec spec) => Etag(spec.Id, Text(spec));

    /// <summary>The row to keep. What the file declares is in the file.</summary>
    public static StoredDeclaration Row(ProjectSpec spec) => Row(Declared.Project, spec.Id, spec.Declared, () => Text(spec), held: false);

    /// <inheritdoc cref="Row(ProjectSpec)"/>
    public static StoredDeclaration Row(ServiceSpec spec) => Row(Declared.Service, spec.Id, spec.Declared, () => Text(spec), spec.Paused);

    /// <inheritdoc cref="Row(ProjectSpec)"/>
    public static StoredDeclaration Row(TargetSpec spec) => Row(Declared.Target, spec.Key, spec.Declared, () => Text(spec), spec.Stopped);

    private static StoredDeclaration Row(Declared kind, string id, Declaration declared, Func<string> text, bool held) => new(
        kind, id, declared.ManagedBy == Origin.Api ? text() : null, declared.ManagedBy, held, declared.CreatedAt, declared.UpdatedAt, declared.Etag);

    /// <summary>What a service's definition comes to, every setting filled in.</summary>
    /// <param name="secrets">Whether credentials are told; else they are masked.</param>
    public static JsonObject Describe(ServiceSpec spec, bool secrets) => AddTiming(Service(spec, secrets), spec.Timing);

    /// <summary>A service without its settings.</summary>
    public static JsonObject Service(ServiceSpec spec, bool secrets = true)
    {
        var json = new JsonObject
        {
            ["project"] = spec.Project,
            ["name"] = spec.Name,
            ["type"] = spec.Type,
            ["critical"] = spec.Critical,
            ["check"] = spec.Check.Options.Describe(secrets),
            ["depends_on"] = new JsonArray([.. spec.DependsOn.Select(id => JsonValue.Create(id))]),
            ["labels"] = Labels(spec.Labels),
        };
        AddText(json, "version", spec.Version);
        if (spec.Port is { } port)
            json["port"] = port;
        AddText(json, "container_id", spec.ContainerId);
        return json;
    }

    /// <summary>A target without its settings.</summary>
    public static JsonObject Target(TargetSpec spec, bool secrets = true)
    {
        var json = new JsonObject { ["url"] = secrets ? spec.Url : spec.ShownUrl };
        var check = spec.Check.Options.Describe(secrets);
        foreach (var name in TargetReader.CheckOptions)
            if (check[name] is { } value)
                json[name] = value.DeepClone();
        AddText(json, "process_name", spec.ProcessName);
        return json;
    }

    /// <summary>Settings that hold, every default filled in.</summary>
    public static JsonObject Settings(Timing timing) => AddTiming([], timing);

    /// <summary>Settings as they were given.</summary>
    public static JsonObject Settings(CheckSettings given)
    {
        var json = new JsonObject();
        AddSettings(json, given);
        return json;
    }

    private static JsonObject AddTiming(JsonObject json, Timing timing)
    {
        var patience = timing.Patience;
        AddSettings(json, new(
            timing.Interval, timing.Timeout, patience.Retries, patience.DegradedAbove, patience.RecoverAfter, patience.SoftFailure, patience.DegradeAfter));
        return json;
    }

    /// <summary>Adds settings as they were given.</summary>
    public static void AddSettings(JsonObject json, CheckSettings given)
    {
        AddText(json, "interval", Spell(given.Interval));
        AddText(json, "timeout", Spell(given.Timeout));
        AddNumber(json, "retries", given.Retries);
        AddText(json, "degraded_above", Spell(given.DegradedAbove));
        AddNumber(json, "recover_after", given.RecoverAfter);
        AddText(json, "soft_failure", given.SoftFailure switch { SoftFailure.Down => "down", SoftFailure.Degraded => "degraded", _ => null });
        AddNumber(json, "degrade_after", given.DegradeAfter);
    }

    private static string? Spell(TimeSpan? duration) => duration is { } given ? Durations.Format(given) : null;

    private static JsonObject Labels(IReadOnlyDictionary<string, string> labels)
    {
        var json = new JsonObject();
        foreach (var (key, value) in labels.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json[key] = value;
        return json;
    }

    private static void AddText(JsonObject json, string name, string? value)
    {
        if (value is not null)
            json[name] = value;
    }

    private static void AddNumber(JsonObject json, string name, int? value)
    {
        if (value is not null)
            json[name] = value;
    }

    /// <summary>Changes with a text and with whose it is.</summary>
    public static string Etag(string id, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{text}")))[..EtagLength];
}
