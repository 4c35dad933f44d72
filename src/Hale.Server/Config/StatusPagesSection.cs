using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Server.Config;

/// <summary>The <c>status_pages:</c> section. What is on a page must be declared in the same file, so that nothing gets public by a slip.</summary>
/// <param name="projects">The ids of the file's projects.</param>
/// <param name="services">The ids of the file's services.</param>
internal sealed class StatusPagesSection(IReadOnlyCollection<string> projects, IReadOnlyCollection<string> services, Problems problems)
{
    private const int LongestTitle = 100;
    private const int LongestDescription = 1000;

    public StatusPageSpec Read(MapEntry entry, string path)
    {
        var fields = new Fields(entry.Value, path, problems);
        var page = new StatusPageSpec(
            entry.Key,
            Text(fields, "title", LongestTitle) ?? entry.Key,
            Text(fields, "description", LongestDescription),
            Ids(fields, "projects", "project", projects),
            Ids(fields, "services", "service", services));
        if (fields.Raw("projects") is null && fields.Raw("services") is null)
            problems.Add(path, "shows nothing; needed: projects or services", entry.KeyAt);
        fields.Done();
        return page;
    }

    private static string? Text(Fields fields, string key, int longest)
    {
        if (fields.Text(key) is not { } text)
            return null;
        if (text.Trim() is { Length: > 0 } trimmed && trimmed.Length <= longest)
            return trimmed;
        fields.Wrong(key, fields.Raw(key)!, $"1 to {longest} characters");
        return null;
    }

    private List<string> Ids(Fields fields, string key, string kind, IReadOnlyCollection<string> known)
    {
        var ids = new List<string>();
        if (fields.Raw(key) is not { } node)
            return ids;
        if (node is not ListNode { Items.Count: > 0 } list)
        {
            problems.Add(fields.PathOf(key), $"found {(node is ListNode ? "an empty list" : node.Found)}; allowed: a list of ids of {kind}s", node.At);
            return ids;
        }

        foreach (var (index, item) in list.Items.Index())
            if (item is ScalarNode { Kind: not ScalarKind.Null } scalar && known.Contains(scalar.Text))
                ids.Add(scalar.Text);
            else
                Unknown($"{fields.PathOf(key)}[{index}]", item, kind, known);
        return [.. ids.Distinct()];
    }

    private void Unknown(string path, Node item, string kind, IReadOnlyCollection<string> known)
    {
        var near = item is ScalarNode { Written: null } scalar ? Names.Nearest(scalar.Text, known.Take(10_000)) : null;
        var what = item is ScalarNode { Kind: not ScalarKind.Null } ? $", an unknown {kind}" : "";
        problems.AddConflict(path, $"found {item.Found}{what}; {(near is null ? "" : $"did you mean {near}? ")}allowed: the id of a {kind} in this file", item.At);
    }
}
