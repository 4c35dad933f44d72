namespace Hale.Bench.Fleet.Processes;

/// <summary>The programs of this repository.</summary>
internal static class Built
{
    /// <summary>The program as <c>eng/publish</c> leaves it: what its users run.</summary>
    public static string Hale => Find("artifacts/hale/hale", "eng/publish");

    /// <summary>What is measured beside it, as a release build leaves it.</summary>
    /// <param name="project">The project's folder, from the root.</param>
    /// <param name="name">The program's name.</param>
    public static string Program(string project, string name) => Find(Path.Combine(project, "bin/Release/net10.0", name), $"dotnet build -c Release {project}");

    private static string Find(string path, string making)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "hale.slnx")))
                continue;
            var built = Path.Combine(folder.FullName, path);
            return File.Exists(built) ? built : throw new InvalidOperationException($"{built} is missing: {making}");
        }

        throw new InvalidOperationException("hale.slnx was not found above the program");
    }
}
