namespace Hale.Tests.Kit;

/// <summary>
/// The program as tests start it in a process of its own: the one that was published as this machine's own code, where <c>HALE_PROGRAM</c> names it, as <c>test.sh</c> does; else the one
/// that was built beside the tests.
/// </summary>
public static class HaleProgram
{
    private const string Variable = "HALE_PROGRAM";

    /// <summary>The words that run it, its own arguments left out.</summary>
    /// <exception cref="InvalidOperationException"><c>HALE_PROGRAM</c> names no file.</exception>
    public static IReadOnlyList<string> Command
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } published)
                return ["dotnet", Path.Combine(AppContext.BaseDirectory, "hale.dll")];
            return File.Exists(published) ? [published] : throw new InvalidOperationException($"{Variable}: found {published}; allowed: the path of hale as eng/publish makes it");
        }
    }
}
