using System.Security.Cryptography;
using System.Text;
using Hale.Monitoring.Checks;

namespace Hale.Server.Config;

/// <summary>How large a file is and when it was changed last.</summary>
internal readonly record struct FileGlance(long Length, DateTime ChangedAt);

/// <summary>The declaration file on disk, and the last good text of it in the data folder, with its variables as they were written.</summary>
internal sealed class ConfigSource(HubSettings settings, string dataFolder, CheckCatalog checks, Lookups lookups)
{
    private const string LastGoodName = "hale.last-good.yaml";

    private string LastGoodPath => Path.Combine(dataFolder, LastGoodName);

    /// <summary>The hub's settings.</summary>
    public HubSettings Settings => settings;

    /// <summary>The file's name as people are told it.</summary>
    public string FileName => Path.GetFileName(settings.Config);

    /// <summary>Whether there is no such file.</summary>
    public bool Absent => !Path.Exists(settings.Config);

    /// <summary>The file's text, or one sentence that says why there is none.</summary>
    public (string? Text, string? Wrong) Load() => ConfigFile.Load(settings.Config);

    /// <summary>What a text declares.</summary>
    public ConfigReading Parse(string text) => ConfigFile.ReadText(text, FileName, lookups, checks);

    /// <summary>The references of the last good text to what must be had from elsewhere, and whether each can be had now.</summary>
    public static IReadOnlyList<SecretReference> References(string dataFolder, Lookups lookups) =>
        ConfigFile.Load(Path.Combine(dataFolder, LastGoodName)).Text is { } text ? Variables.References(text, lookups) : [];

    /// <summary>The last good text; null when there is none.</summary>
    public string? LastGood() => ConfigFile.Load(LastGoodPath).Text;

    /// <summary>What the last good text declares, commands included: where they are off now, they are read and not run.</summary>
    public ConfigReading ParseLastGood(string text) => ConfigFile.ReadText(text, FileName, lookups, checks.ReadingUnder(new() { AllowExec = true }));

    /// <summary>Keeps a text as the last good one: whole or not at all, and for the hub's user alone.</summary>
    public void KeepLastGood(string text)
    {
        if (LastGood() == text)
            return;
        var fresh = LastGoodPath + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(fresh);
        using (var file = new FileStream(fresh, options))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, LastGoodPath, overwrite: true);
    }

    /// <summary>What the file system says of the file, or of what a link leads to; null for what can't be opened.</summary>
    public FileGlance? Glance()
    {
        try
        {
            using var file = File.OpenHandle(settings.Config, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Stands for the file's content: the same for the same bytes, wherever a rename or a swapped link has put them. Null for what can't be read
    /// twice, such as a pipe.
    /// </summary>
    public string? Fingerprint()
    {
        try
        {
            if (Absent)
                return "absent";
            using var file = new FileStream(settings.Config, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!file.CanSeek)
                return null;
            return file.Length > ConfigFile.Largest ? "large" : Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }
}
