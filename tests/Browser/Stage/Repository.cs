using System.Runtime.CompilerServices;

namespace Hale.Browser.Tests.Stage;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>With HALE_REFRESH set, what the tests compare or draw is written anew: the page's OpenAPI file, the guide's pictures.</summary>
    public static readonly bool Refresh = Environment.GetEnvironmentVariable("HALE_REFRESH") is { Length: > 0 };

    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    public static string At(string path) => Path.Combine(Root, path);

    private static string Here([CallerFilePath] string here = "") => here;
}
