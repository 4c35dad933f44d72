namespace Hale.Monitoring.Checks.Exec;

/// <summary>Finds a program as execvp(3) does: a name without a slash in the folders of <c>PATH</c>.</summary>
internal static class ProgramPath
{
    private const string Otherwise = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The files that the name may mean, in order; none when there is none.</summary>
    public static IEnumerable<string> Candidates(Command command)
    {
        if (command.Program.Contains('/', StringComparison.Ordinal))
            return [command.Program];
        var path = command.Environment.TryGetValue("PATH", out var set) ? set : Otherwise;
        return path.Split(':').Select(folder => Path.Combine(folder.Length == 0 ? "." : folder, command.Program)).Where(File.Exists);
    }
}
