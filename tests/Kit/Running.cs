namespace Hale.Tests.Kit;

/// <summary>The processes of this machine that were started with some text among their arguments.</summary>
public static class Running
{
    /// <summary>Their ids, without those that have ended and wait for their parent.</summary>
    public static IReadOnlyList<int> With(string argument) =>
        [.. Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0).Where(id => id > 0 && Has(id, argument))];

    /// <summary>Waits until there are so many.</summary>
    public static async Task AwaitAsync(string argument, int count, CancellationToken cancel)
    {
        while (With(argument).Count != count)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancel);
    }

    private static bool Has(int id, string argument)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Any(each => each == argument);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
