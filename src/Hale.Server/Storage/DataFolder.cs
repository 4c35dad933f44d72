using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hale.Server.Storage;

/// <summary>Whose a data folder is.</summary>
internal sealed record FolderOwner(int Pid, string Url, DateTimeOffset StartedAt);

/// <summary>
/// The hub's data folder, held by one running hub. The hold is the exclusive lock on <c>hale.lock</c>, which the system releases when the process ends,
/// however it ends, so that nothing stale is ever in the way. Who holds it is said beside it in <c>hale.owner.json</c>, since a locked file can't be read.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>The database's name within the folder.</summary>
    public const string DatabaseName = "hale.db";

    /// <summary>The name of the file that is locked.</summary>
    public const string LockName = "hale.lock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EWOULDBLOCK of Linux and of the BSDs, and Windows' sharing violation.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held, FolderOwner holder) => (Path, _lock, Holder) = (path, held, holder);

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>Who holds it: this process.</summary>
    public FolderOwner Holder { get; }

    /// <summary>The database's file.</summary>
    public string Database => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Makes the folder where it is missing and takes it.</summary>
    /// <param name="url">Where the hub will listen; told to whoever comes second.</param>
    /// <exception cref="StorageException">It belongs to another running hub, or can't be used.</exception>
    public static DataFolder Claim(string path, string url, TimeProvider time)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Make(path);
            var held = new FileStream(System.IO.Path.Combine(path, LockName), Private(FileMode.OpenOrCreate, FileShare.None));
            var folder = new DataFolder(path, held, new(Environment.ProcessId, url, time.GetUtcNow()));
            folder.Sign();
            return folder;
        }
        catch (IOException error) when (HeldByAnother.Contains(error.HResult))
        {
            throw new StorageException(StorageFault.Taken, path, Taken(Owner(path)), error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.Unreachable, path, $"can't be used as data folder: {error.Message}", error);
        }
    }

    /// <summary>Who signed the folder last; null when nobody did, or not legibly. That says nothing about whether it still runs.</summary>
    public static FolderOwner? Owner(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(SignOf(path)), FolderJson.Default.FolderOwner);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Lets go of the folder.</summary>
    public void Dispose() => _lock.Dispose();

    private static string SignOf(string path) => System.IO.Path.Combine(path, "hale.owner.json");

    private static string Taken(FolderOwner? owner) => owner is null
        ? "belongs to another running hub; stop that one, or give this one its own folder with --data"
        : $"belongs to the running hub at {owner.Url} (process {owner.Pid}, since {owner.StartedAt:yyyy-MM-dd HH:mm:ss}Z); "
            + "stop that one, or give this one its own folder with --data";

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else if (!Directory.Exists(path))
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>How a file is opened that is nobody else's to read.</summary>
    internal static FileStreamOptions Private(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    // Written aside and moved, so that a reader sees the whole of it or the one before.
    private void Sign()
    {
        var sign = SignOf(Path);
        using (var stream = new FileStream(sign + ".new", Private(FileMode.Create, FileShare.None)))
            JsonSerializer.Serialize(stream, Holder, FolderJson.Default.FolderOwner);
        File.Move(sign + ".new", sign, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FolderOwner))]
internal sealed partial class FolderJson : JsonSerializerContext;
