using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>What the place of a description already says of a target.</summary>
/// <param name="Path">The description's dotted path; empty for a request.</param>
/// <param name="KeyAt">In the file: where its key stands; null elsewhere.</param>
internal sealed record TargetPlace(string Path, string Project, string Id, Mark? KeyAt = null);

/// <summary>Reads a target's description: a URL, or a mapping; the same rules for the file, a request and a stored row.</summary>
internal sealed class TargetReader(CheckCatalog checks)
{
    /// <summary>The options of the HTTP check that a target takes.</summary>
    public static readonly IReadOnlyList<string> CheckOptions = ["expect", "headers"];

    /// <summary>Reads; null when there are problems.</summary>
    /// <param name="before">The target in force, for a description in which credentials are masked.</param>
    public TargetDraft? Read(Node? node, TargetPlace place, TargetSpec? before, Problems problems)
    {
        var count = problems.All.Count;
        if (node is ScalarNode { Kind: ScalarKind.Text } text)
            node = new MapNode([new("url", text, text.At)], text.At);
        if (!Describing.IsMap(node, place.Path, problems))
            return null;
        var fields = new Fields(node, place.Path, problems);
        if (place.KeyAt is null)
        {
            fields.Id("id", place.Id);
            fields.Id("project", place.Project);
            fields.IgnoreReadOnly();
        }

        var url = Url(fields);
        var options = CheckOptions.ToDictionary(name => name, fields.Raw);
        var check = url is null ? null : Check(url, options, place.Path, before?.Check, problems);
        var draft = new TargetDraft(
            place.Id, place.Project, url is null ? "" : Unmasked(url, before, check), check!, CheckSettings.Read(fields), fields.Name("process_name"), place.KeyAt);
        fields.Done();
        return problems.All.Count > count ? null : draft;
    }

    private static ScalarNode? Url(Fields fields)
    {
        if (!fields.Require("url", "the deployment's URL, such as https://example.com"))
            return null;
        var node = fields.Raw("url")!;
        if (node is ScalarNode scalar && Uri.TryCreate(scalar.Text, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") && uri.Host.Length > 0)
            return scalar;
        fields.Wrong("url", node, "a URL that begins with http:// or https://");
        return null;
    }

    private CheckSpec? Check(ScalarNode url, Dictionary<string, Node?> options, string path, CheckSpec? before, Problems problems)
    {
        var entries = new List<MapEntry>
        {
            new("type", new ScalarNode(ScalarKind.Text, "http", url.At), url.At),
            new("url", url with { Text = TargetUrl.Asked(url.Text) }, url.At),
        };
        entries.AddRange(options.Where(option => option.Value is not null).Select(option => new MapEntry(option.Key, option.Value!, option.Value!.At)));
        return checks.Read(new MapNode(entries, url.At), path, Column.Target, before, problems);
    }

    /// <summary>A URL that was sent back as it was shown means the one it stands for.</summary>
    private static string Unmasked(ScalarNode url, TargetSpec? before, CheckSpec? check)
    {
        if (before is null || check is null || TargetUrl.Asked(url.Text) == check.Options.Describe(secrets: true)["url"]?.GetValue<string>())
            return url.Text;
        return url.Text == before.ShownUrl ? before.Url : check.Options.Describe(secrets: true)["url"]?.GetValue<string>() ?? url.Text;
    }
}
