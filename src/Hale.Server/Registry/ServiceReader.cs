using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>What the place of a description already says of a service.</summary>
/// <param name="Path">The description's dotted path; empty for a request.</param>
/// <param name="Id">In the URL.</param>
/// <param name="Project">In the file: the mapping it stands in; then it is no field.</param>
/// <param name="Name">In the file: its key; then it is no field.</param>
/// <param name="KeyAt">In the file: where the key stands.</param>
internal sealed record ServicePlace(string Path, string? Id = null, string? Project = null, string? Name = null, Mark? KeyAt = null);

/// <summary>Reads a service's description; the same rules for the file, a request and a stored row.</summary>
internal sealed class ServiceReader(CheckCatalog checks)
{
    private const int LongestType = 64;

    /// <summary>Reads; null when there are problems. What it needs is not resolved yet.</summary>
    /// <param name="before">The check in force, for a description in which credentials are masked.</param>
    public ServiceDraft? Read(Node? node, ServicePlace place, CheckSpec? before, Problems problems)
    {
        var count = problems.All.Count;
        var draft = ReadAll(node, place, before, problems);
        return problems.All.Count > count ? null : draft;
    }

    /// <summary>
    /// The same, but a description with problems is answered too, without what could not be read: its dependencies can then be looked at with the others',
    /// so that a person hears of everything at once. Null only for what is no mapping.
    /// </summary>
    public ServiceDraft? ReadAll(Node? node, ServicePlace place, CheckSpec? before, Problems problems)
    {
        if (!Describing.IsMap(node, place.Path, problems))
            return null;
        var fields = new Fields(Lifted(node!), place.Path, problems);
        var (id, project, name) = Identity(fields, place, problems);
        var check = Check(fields, before, problems);
        var given = CheckSettings.Read(fields);
        var draft = new ServiceDraft
        {
            Id = id,
            Project = project,
            Name = name,
            Type = Type(fields) ?? check?.Options.ServiceType ?? "",
            Critical = fields.Bool("critical") ?? true,
            Check = check!,
            Given = given,
            Needs = Needs(fields),
            Labels = fields.Labels(problems),
            Paused = fields.Bool("paused") ?? false,
            Version = fields.Text("version"),
            Port = fields.Int("port", 1, 65_535),
            ContainerId = fields.Text("container_id"),
            At = place.KeyAt,
        };
        if (place.Project is null)
            fields.IgnoreReadOnly();
        fields.Done();
        return draft;
    }

    /// <summary>Only how the service is asked; null when that can't be read.</summary>
    public CheckSpec? Check(Node node, CheckSpec? before, Problems problems) => Check(new Fields(Lifted(node), "", problems), before, problems);

    private CheckSpec? Check(Fields fields, CheckSpec? before, Problems problems) =>
        fields.Require("check", "a URL such as https://example.com/health, or a mapping with type and url")
            ? checks.Read(fields.Raw("check"), fields.PathOf("check"), Column.Service, before, problems)
            : null;

    /// <summary>A kind's options that stand beside <c>check</c> are moved into it, where its own reader finds them.</summary>
    private Node Lifted(Node node)
    {
        if (node is not MapNode map || map.Find("check") is not { } given || checks.KindOf(given) is not { Beside.Count: > 0 } kind)
            return node;
        var beside = map.Entries.Where(entry => kind.Beside.Contains(entry.Key)).ToArray();
        if (beside.Length == 0)
            return node;
        var inside = given is MapNode within ? within.Entries : [new("url", given, given.At)];
        var check = new MapNode([.. inside, .. beside], given.At);
        return new MapNode([.. map.Entries.Except(beside).Select(entry => entry.Key == "check" ? entry with { Value = check } : entry)], map.At);
    }

    /// <summary>
    /// The id is given, or <c>{project}-{name}</c>; the name is given, or follows from a given id. In the file project and name are where it stands.
    /// </summary>
    private static (string Id, string Project, string Name) Identity(Fields fields, ServicePlace place, Problems problems)
    {
        var id = fields.Id("id", place.Id);
        if (place is { Project: { } inProject, Name: { } key })
            return (id ?? DerivedId(inProject, key, place.Path, place.KeyAt, problems), inProject, key);
        var project = fields.Id("project");
        if (project is null)
            fields.Require("project", $"the project's id, {Describing.IdRule}");
        var name = fields.Name("name");
        if (name is null && id is null)
            fields.Require("name", "the service's name, or its id");
        if (name is null && id is not null)
            name = project is not null && id.StartsWith($"{project}-", StringComparison.Ordinal) && id.Length > project.Length + 1 ? id[(project.Length + 1)..] : id;
        if (id is null && project is not null && name is not null)
            id = DerivedId(project, name, fields.PathOf("name"), fields.Raw("name")?.At, problems);
        return (id ?? "", project ?? "", name ?? "");
    }

    private static string DerivedId(string project, string name, string path, Mark? at, Problems problems)
    {
        var id = RegistryIndex.IdOf(project, name);
        if (!Names.IsId(id))
            problems.Add(path, $"found \"{name}\", which makes no id with its project; allowed: {Describing.IdRule}, {project}- included, or give an id", at);
        return id;
    }

    private static string? Type(Fields fields)
    {
        var type = fields.Text("type");
        if (type is null || (type.Length <= LongestType && type.Trim().Length > 0))
            return type;
        fields.Wrong("type", fields.Raw("type")!, $"1 to {LongestType} characters, such as api, web, database or cache");
        return null;
    }

    private static List<Need> Needs(Fields fields)
    {
        var needs = new List<Need>();
        if (fields.Texts("depends_on") is null || fields.Raw("depends_on") is not ListNode list)
            return needs;
        for (var i = 0; i < list.Items.Count; i++)
            if (list.Items[i] is ScalarNode { IsText: true } item)
                needs.Add(new(fields.PathOf($"depends_on[{i}]"), item));
        return needs;
    }
}
