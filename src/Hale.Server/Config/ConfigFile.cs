using Hale.Monitoring.Checks;

namespace Hale.Server.Config;

/// <summary>Where a declaration file's variables come from.</summary>
/// <param name="Variable">An environment variable's value, or null.</param>
/// <param name="Secret">The text of a file named by <c>${file:…}</c>; null when it can't be read.</param>
internal sealed record Lookups(Func<string, string?> Variable, Func<string, string?> Secret)
{
    /// <summary>This process's environment and disk.</summary>
    public static readonly Lookups Process = new(Environment.GetEnvironmentVariable, _ => throw new NotSupportedException());
}

/// <summary>Reads <c>hale.yaml</c>.</summary>
internal static class ConfigFile
{
    /// <summary>Reads the file at <paramref name="path"/>. A missing or unreadable one is a finding.</summary>
    public static ConfigReading Read(string path, Lookups lookups, CheckCatalog checks) => throw new NotSupportedException();

    /// <summary>Reads a text as if it stood in <paramref name="fileName"/>.</summary>
    public static ConfigReading ReadText(string text, string fileName, Lookups lookups, CheckCatalog checks) => throw new NotSupportedException();
}
