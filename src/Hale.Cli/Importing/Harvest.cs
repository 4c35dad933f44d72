using System.Text;
using System.Text.Json.Nodes;

namespace Hale.Cli.Importing;

/// <summary>Collects what a reader finds, and gives each service its id.</summary>
internal sealed class Harvest
{
    private const int LongestName = 200;
    private const int LongestShown = 100;

    private readonly List<ImportedService> _services = [];
    private readonly List<ImportFinding> _findings = [];
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<string, int> _last = [];

    /// <summary>Tells of something that is left behind.</summary>
    public void Lose(string item, string field, string why) => Tell(item, field, $"not carried over: {why}");

    /// <summary>Tells of something that is carried over otherwise than it was.</summary>
    public void Tell(string item, string field, string message) => _findings.Add(new(Shown(item), Shown(field), Shown(message, 400)));

    /// <summary>Adds a service.</summary>
    /// <param name="project">What the source groups it by.</param>
    /// <param name="body">The rest of its description: <c>check</c>, settings and labels.</param>
    /// <returns>Its id.</returns>
    public string Add(string item, string project, string name, JsonObject body)
    {
        // Half of a surrogate pair, which an escape can make, is no text.
        (project, name) = (Whole(project), Whole(name));
        var inProject = Slug.Project(project);
        var id = Slug.Service(inProject, name);
        if (!_ids.Add(id))
        {
            var number = _last.GetValueOrDefault(id, 1) + 1;
            while (!_ids.Add(Slug.Numbered(id, number)))
                number++;
            _last[id] = number;
            Tell(item, "name", $"found a name that makes the id {id} once more; it is {Slug.Numbered(id, number)} by its place in the file");
            id = Slug.Numbered(id, number);
        }

        var whole = new JsonObject { ["project"] = inProject, ["name"] = name.Trim() is { Length: > 0 } trimmed ? trimmed[..Math.Min(trimmed.Length, LongestName)] : id };
        foreach (var (key, value) in body)
            whole[key] = value?.DeepClone();
        _services.Add(new(Shown(item), id, whole));
        return id;
    }

    /// <summary>Everything.</summary>
    public Imported Done() => new(_services, _findings);

    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    // A stranger's text goes to a terminal: no control characters.
    private static string Shown(string text, int longest = LongestShown)
    {
        var line = new string([.. text.Select(each => char.IsControl(each) ? ' ' : each)]);
        return line.Length <= longest ? line : line[..(longest - 3)] + "...";
    }
}
