namespace Hale.Tests.Kit;

/// <summary>The processes of this machine that were started with some text among their arguments.</summary>
public static class Running
{
    /// <summary>Their ids, without those that have ended and wait for their parent.</summary>
    public static IReadOnlyList<int> With(string argument) => Where(arguments => arguments.Contains(argument));

    /// <summary>How many children a process has, those included that have ended and wait for it.</summary>
    public static int ChildrenOf(int parent) => Directory.EnumerateDirectories("/proc").Count(folder => Parent(folder) == parent);

    /// <summary>Ends those whose arguments mention some text.</summary>
    public static void KillMentioning(string text)
    {
        foreach (var id in Where(arguments => arguments.Any(each => each.Contains(text, StringComparison.Ordinal))))
            Kill(id);
    }

    /// <summary>Waits until there are so many.</summary>
    public static async Task AwaitAsync(string argument, int count, CancellationToken cancel)
    {
        while (With(argument).Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
    }

    private static int[] Where(Func<string[], bool> wanted) =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0 && wanted(Arguments(id)))];

    private static int Parent(string folder)
    {
        try
        {
            var stat = File.ReadAllText($"{folder}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string[] Arguments(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
