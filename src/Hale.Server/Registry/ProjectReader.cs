using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>Reads a project's own fields.</summary>
internal static class ProjectReader
{
    /// <summary>Reads a request's or a row's description; null when there are problems.</summary>
    /// <param name="id">What the URL says; null where the description must say it.</param>
    public static ProjectDraft? Read(Node? node, string? id, Problems problems)
    {
        var before = problems.All.Count;
        if (!Describing.IsMap(node, "", problems))
            return null;
        var fields = new Fields(node, "", problems);
        if (fields.Id("id", id) is { } known)
            id = known;
        else
            fields.Require("id", Describing.IdRule);
        var draft = ReadFields(fields, id ?? "", problems);
        fields.IgnoreReadOnly();
        fields.Ignore("targets", "services");
        fields.Done();
        return problems.All.Count > before ? null : draft;
    }

    /// <summary>Reads the fields and leaves the others of the same mapping to the caller.</summary>
    public static ProjectDraft ReadFields(Fields fields, string id, Problems problems)
    {
        var name = fields.Name("name") ?? id;
        var labels = fields.Labels(problems);
        var (defaults, targetDefaults) = fields.Defaults();
        return new(id, name, labels, defaults, targetDefaults, fields.Id("primary_target"), fields.At);
    }
}
