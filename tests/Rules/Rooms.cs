using System.Globalization;
using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>A room as docs/rooms.md declares it.</summary>
/// <param name="Name">Full: the namespace, such as Hale.Server.Registry.</param>
/// <param name="MayUse">Full names of the rooms whose doors it may use.</param>
/// <param name="LogIds">The first id of its block of a hundred; null when it logs nothing.</param>
internal sealed record Room(string Name, IReadOnlySet<string> MayUse, int? LogIds)
{
    /// <summary>The folder it lives in.</summary>
    public string Folder => $"src/{Project}/{Name[(Project.Length + 1)..]}";

    public string Project => Name[..Name.LastIndexOf('.')];
}

/// <summary>The tables of docs/rooms.md.</summary>
internal static partial class Rooms
{
    public const string Document = "docs/rooms.md";

    /// <summary>The projects that are parted into rooms.</summary>
    public static readonly string[] Projects = ["Hale.Monitoring", "Hale.Server"];

    private static readonly Lazy<IReadOnlyDictionary<string, Room>> Table = new(() => ReadTable(Source.Read(Document)));

    public static IReadOnlyDictionary<string, Room> All => Table.Value;

    /// <summary>The blocks of log ids of what lies in no room, by project.</summary>
    public static IReadOnlyDictionary<string, int> LogIdsOutside { get; } = Outside().Matches(Source.Read(Document))
        .ToDictionary(row => row.Groups[1].Value, row => int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture));

    /// <summary>The room a full name belongs to, and whether it lies behind the room's door; null for what is in no room.</summary>
    public static (string Room, bool Inside)? Of(string fullNamespace)
    {
        var parts = fullNamespace.Split('.');
        return parts.Length >= 3 && Projects.Contains($"{parts[0]}.{parts[1]}") ? ($"{parts[0]}.{parts[1]}.{parts[2]}", parts.Length > 3) : null;
    }

    /// <summary>Why a room may not use another's namespace; null when it may. Doors of another project lie below, so they are open.</summary>
    public static string? Objection(string room, string usedNamespace)
    {
        if (Of(usedNamespace) is not { } used || used.Room == room)
            return null;
        if (used.Inside)
            return $"{usedNamespace} is private to {used.Room}";
        var below = !used.Room.StartsWith(room[..room.LastIndexOf('.')], StringComparison.Ordinal);
        return below || (All.TryGetValue(room, out var declared) && declared.MayUse.Contains(used.Room))
            ? null
            : $"{room} does not declare that it uses {used.Room}";
    }

    /// <summary>Reads every table under a heading that names a project; a room is named by its last word.</summary>
    public static IReadOnlyDictionary<string, Room> ReadTable(string text)
    {
        var rooms = new Dictionary<string, Room>();
        var project = "";
        foreach (var line in text.Split('\n'))
        {
            if (Heading().Match(line) is { Success: true } heading)
                project = heading.Groups[1].Value;
            if (Row().Match(line) is not { Success: true } row || project.Length == 0)
                continue;
            var name = $"{project}.{row.Groups[1].Value}";
            var uses = Word().Matches(row.Groups[2].Value).Select(word => word.Groups[1].Value).Select(word => word.Contains('.') ? word : $"{project}.{word}");
            rooms.Add(name, new(name, uses.ToHashSet(), int.TryParse(row.Groups[3].Value, CultureInfo.InvariantCulture, out var block) ? block : null));
        }

        return rooms;
    }

    [GeneratedRegex(@"^#+ .*`(Hale\.\w+)`")]
    private static partial Regex Heading();

    // | `Room` | what it is | may use | log ids |
    [GeneratedRegex(@"^\| `(\w+)` \|[^|]*\|([^|]*)\|\s*(\d*)[^|]*\|")]
    private static partial Regex Row();

    // | `Project` | what logs | log ids |
    [GeneratedRegex(@"^\| `(Hale\.\w+)` \|[^|]*\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Outside();

    [GeneratedRegex(@"`([\w.]+)`")]
    private static partial Regex Word();
}
