namespace Hale.Rules.Tests;

/// <summary>The repository's own files, as the rules read them.</summary>
internal static class Source
{
    private static readonly HashSet<string> Made = ["bin", "obj", "node_modules", "dist", "wwwroot", "TestResults", "artifacts", "coverage", "hale-data"];

    /// <summary>The folder that holds hale.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files under a folder, with paths relative to the root and parted by slashes, in order; what builds make is left out.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] endings)
    {
        var found = new List<string>();
        var start = Path.Combine(Root, folder);
        if (Directory.Exists(start))
            Walk(start, endings, found);
        return [.. found.Order(StringComparer.Ordinal)];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>Where in a text a place is, as an editor shows it.</summary>
    public static string At(string path, string text, int index) => $"{path}:{text.AsSpan(0, index).Count('\n') + 1}";

    /// <summary>A failure that lists what was found, one a line.</summary>
    public static void Nothing(IEnumerable<string> strays, string rule)
    {
        var all = strays.ToArray();
        if (all.Length > 0)
            Assert.Fail($"{rule}\n  {string.Join("\n  ", all)}");
    }

    private static void Walk(string folder, string[] endings, List<string> found)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != ".git"))
            if (endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
                found.Add(Path.GetRelativePath(Root, file).Replace('\\', '/'));
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (Path.GetFileName(inner) is var name && name != ".git" && !Made.Contains(name))
                Walk(inner, endings, found);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "hale.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("hale.slnx was not found above the tests");
    }
}
