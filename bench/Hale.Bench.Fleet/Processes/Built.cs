namespace Hale.Bench.Fleet.Processes;

/// <summary>The programs of this repository, as a release build leaves them.</summary>
internal static class Built
{
    /// <param name="project">The project's folder, from the root.</param>
    /// <param name="name">The program's name.</param>
    public static string Program(string project, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "hale.slnx")))
                continue;
            var built = Path.Combine(folder.FullName, project, "bin/Release/net10.0", name);
            return File.Exists(built) ? built : throw new InvalidOperationException($"{built} is missing: dotnet build -c Release {project}");
        }

        throw new InvalidOperationException("hale.slnx was not found above the program");
    }
}
