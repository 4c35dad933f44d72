using System.Text.RegularExpressions;

namespace Hale.Rules.Tests;

/// <summary>The walls of docs/rooms.md hold.</summary>
public sealed partial class RoomWallTests
{
    [Fact]
    public void Rooms_InTheirText_UseOnlyTheDoorsTheyDeclare()
    {
        var strays = from file in RoomFiles()
                     let text = Source.Read(file)
                     from use in FullName().Matches(text)
                     let objection = Rooms.Objection(RoomOf(file), NamespaceOf(use.Value))
                     where objection is not null
                     select $"{Source.At(file, text, use.Index)}: {objection}";
        Source.Nothing(strays.Distinct(), $"A room uses what {Rooms.Document} does not let it use:");
    }

    [Fact]
    public void Rooms_InTheirCompiledCode_UseOnlyTheDoorsTheyDeclare()
    {
        var strays = from type in Compiled.Types(Rooms.Projects)
                     where Rooms.Of(type.Namespace ?? "") is not null
                     from used in Compiled.UsedBy(type)
                     let objection = Rooms.Objection(Rooms.Of(type.Namespace!)!.Value.Room, used.Namespace ?? "")
                     where objection is not null
                     select $"{type.FullName} uses {used.FullName}: {objection}";
        Source.Nothing(strays.Distinct().Order(StringComparer.Ordinal), $"A room uses what {Rooms.Document} does not let it use:");
    }

    [Fact]
    public void Rooms_OnDisk_AreThoseOfTheTable()
    {
        var folders = RoomFiles().Select(RoomOf).ToHashSet();
        var strays = folders.Except(Rooms.All.Keys).Select(room => $"{room} has no row")
            .Concat(Rooms.All.Keys.Except(folders).Select(room => $"{room} has no folder"));
        Source.Nothing(strays, $"{Rooms.Document} and src differ:");
    }

    [Fact]
    public void Rooms_EveryFile_LiesInTheFolderOfItsNamespace()
    {
        var strays = from file in RoomFiles()
                     let said = Declared().Match(Source.Read(file)).Groups[1].Value
                     let folder = Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.')
                     where said != folder
                     select $"{file}: says {said}, lies in {folder}";
        Source.Nothing(strays, "A file's namespace is its folder:");
    }

    [Fact]
    public void Rooms_ByTheirTable_FormNoCircle()
    {
        var left = Rooms.All.Values.ToDictionary(room => room.Name, room => room.MayUse.ToHashSet());
        while (left.FirstOrDefault(room => !room.Value.Any(left.ContainsKey)).Key is { } lowest)
            left.Remove(lowest);
        Source.Nothing(left.Keys, $"Rooms of {Rooms.Document} that use each other in a circle:");
    }

    [Fact]
    public void Rooms_Storage_IsUsedByNobody() =>
        Source.Nothing(
            Rooms.All.Values.Where(room => room.MayUse.Contains("Hale.Server.Storage")).Select(room => room.Name),
            "Only the composition root refers to Storage:");

    private static IEnumerable<string> RoomFiles() =>
        Rooms.Projects.SelectMany(project => Source.Files($"src/{project}", ".cs")).Where(file => file.Split('/').Length > 3);

    private static string RoomOf(string file) => string.Join('.', file.Split('/')[1..3]);

    // A full name's namespace: its words up to the last one that is a namespace of the project; a type's own name is no sub-folder.
    private static string NamespaceOf(string name)
    {
        var parts = name.Split('.');
        for (var length = parts.Length; length > 2; length--)
            if (string.Join('.', parts[..length]) is var candidate && Compiled.IsNamespace(candidate))
                return candidate;
        return string.Join('.', parts[..Math.Min(parts.Length, 3)]);
    }

    [GeneratedRegex(@"\bHale\.(Monitoring|Server)(\.\w+)+")]
    private static partial Regex FullName();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Declared();
}
