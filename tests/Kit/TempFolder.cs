namespace Hale.Tests.Kit;

/// <summary>A folder of the test's own, removed with everything in it.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hale-test-").FullName;

    /// <summary>A path within the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Who may do what with a file or folder.</summary>
    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
