using System.Collections.ObjectModel;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>What readers of descriptions share.</summary>
internal static class Describing
{
    private const int LongestName = 200;

    /// <summary>What an id may be, as people are told it.</summary>
    public const string IdRule = "1 to 63 lower-case letters, digits and inner dashes";

    private static readonly string[] ReadOnly = ["health", "status", "managed_by", "declared_at", "etag", "created_at", "updated_at"];

    /// <summary>Lets fields pass that only answers have.</summary>
    public static void IgnoreReadOnly(this Fields fields) => fields.Ignore(ReadOnly);

    /// <summary>An id; a problem when it is not one.</summary>
    public static string? Id(this Fields fields, string key)
    {
        if (fields.Raw(key) is not { } node)
            return null;
        if (node is ScalarNode { IsText: true } scalar && Names.IsId(scalar.Text))
            return scalar.Text;
        fields.Wrong(key, node, IdRule);
        return null;
    }

    /// <summary>The id in a description, which may repeat what the URL says and nothing else.</summary>
    public static string? Id(this Fields fields, string key, string? known)
    {
        var given = fields.Id(key);
        if (known is null || given is null || given == known)
            return known ?? given;
        fields.Wrong(key, fields.Raw(key)!, $"\"{known}\" as in the URL, or nothing");
        return known;
    }

    /// <summary>A name for people.</summary>
    public static string? Name(this Fields fields, string key)
    {
        var name = fields.Text(key);
        if (name is null || (name.Trim().Length > 0 && name.Length <= LongestName))
            return name;
        fields.Wrong(key, fields.Raw(key)!, $"1 to {LongestName} characters");
        return null;
    }

    /// <summary>Labels; never null.</summary>
    public static IReadOnlyDictionary<string, string> Labels(this Fields fields, Problems problems)
    {
        var labels = fields.TextMap("labels") ?? ReadOnlyDictionary<string, string>.Empty;
        foreach (var key in labels.Keys.Where(key => key.Trim().Length == 0 || key.Contains('=')))
            problems.Add($"{fields.PathOf("labels")}.{key}", "found a label whose name is empty or has an equals sign; allowed: any other name", fields.Raw("labels")?.At);
        return labels;
    }

    /// <summary><c>defaults:</c> of a project or the hub: settings, and under <c>targets</c> those of targets.</summary>
    public static (CheckSettings Services, CheckSettings Targets) Defaults(this Fields fields)
    {
        var defaults = fields.Map("defaults");
        var services = CheckSettings.Read(defaults);
        var forTargets = defaults.Map("targets");
        var targets = CheckSettings.Read(forTargets);
        forTargets.Done();
        defaults.Done();
        return (services, targets);
    }

    /// <summary>Whether the description can be read at all: a mapping.</summary>
    public static bool IsMap(Node? node, string path, Problems problems)
    {
        if (node is MapNode)
            return true;
        problems.Add(path, $"must be a mapping, found {node?.Found ?? "nothing"}", node?.At);
        return false;
    }
}
