namespace Hale.Server.Config;

/// <summary>The hub's settings and what is wrong with them, one line each.</summary>
internal sealed record SettingsReading(HubSettings Settings, IReadOnlyList<string> Problems);

/// <summary>
/// Puts the hub's settings together: the command line beats the environment beats the file. Each has one name in three spellings: <c>--data</c>,
/// <c>HALE_DATA</c>, <c>hub.data</c>.
/// </summary>
internal static class SettingsReader
{
    /// <summary>The names of all settings as the command line spells them, without dashes: <c>urls</c>, <c>data</c>, <c>config</c> …</summary>
    public static readonly IReadOnlyList<string> Names = ["urls", "data", "config", "id", "environment", "log", "debug", "interval"];

    /// <summary>Resolves. The file's path follows from the first two, so call it once with no file, read that file, and call it again.</summary>
    /// <param name="commandLine">The value of a setting by name, or null when it was not given; a switch given alone is "true".</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static SettingsReading Resolve(Func<string, string?> commandLine, Func<string, string?> variable, FileSettings file) => throw new NotSupportedException();
}
