using System.IO.Compression;
using System.Security.Cryptography;

namespace Hale.Server.Backup;

/// <summary>
/// A backup as a file: a zip archive of <c>backup.json</c>, which names the other files with their lengths and SHA-256 sums, and then these. What a reader
/// takes out is what was put in, or it is refused.
/// </summary>
internal static class BackupArchive
{
    public const string ManifestName = "backup.json";

    /// <summary>The database.</summary>
    public const string DatabaseName = "hale.db";

    /// <summary>The last declaration file that was good; missing where there was none.</summary>
    public const string DeclarationsName = "hale.last-good.yaml";

    private const int LongestManifest = 64 * 1024;

    private static readonly string[] Names = [DatabaseName, DeclarationsName];

    /// <summary>Writes an archive.</summary>
    /// <param name="to">Need not be one that can seek.</param>
    /// <param name="files">What goes by which name; each is read twice.</param>
    public static async Task WriteAsync(
        Stream to, string hubId, string program, int schema, DateTimeOffset at, IReadOnlyList<(string Name, Stream From)> files, CancellationToken cancel)
    {
        var summed = new List<BackupFile>();
        foreach (var (name, from) in files)
        {
            var sum = await SHA256.HashDataAsync(from, cancel);
            summed.Add(new(name, from.Length, Convert.ToHexStringLower(sum)));
            from.Position = 0;
        }

        await using var archive = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel);
        var manifest = new BackupManifest(BackupManifest.Known, hubId, program, schema, at, summed);
        await AddAsync(archive, ManifestName, new MemoryStream(manifest.Write()), at, cancel);
        foreach (var (name, from) in files)
            await AddAsync(archive, name, from, at, cancel);
    }

    /// <summary>Reads an archive through, and takes its files out where that is wanted.</summary>
    /// <param name="to">Where a file goes; null for one that is only verified.</param>
    /// <exception cref="InvalidDataException">It is no backup, or a damaged one; the message says what was found.</exception>
    public static async Task<BackupManifest> ReadAsync(Stream from, Func<string, Stream?> to, CancellationToken cancel)
    {
        await using var archive = await OpenAsync(from, cancel);
        var manifest = BackupManifest.Read(await ManifestAsync(archive, cancel));
        if (!manifest.Files.Any(file => file.Name == DatabaseName))
            throw new InvalidDataException($"{ManifestName} names no {DatabaseName}");
        foreach (var file in manifest.Files)
        {
            if (!Names.Contains(file.Name))
                throw new InvalidDataException($"{ManifestName} names \"{file.Name}\"; allowed: {string.Join(", ", Names)}");
            await using var target = to(file.Name) ?? Stream.Null;
            await TakeAsync(archive, file, target, cancel);
        }

        return manifest;
    }

    private static async Task AddAsync(ZipArchive archive, string name, Stream from, DateTimeOffset at, CancellationToken cancel)
    {
        // Most of a database is packed already.
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = at;
        await using var to = await entry.OpenAsync(cancel);
        await from.CopyToAsync(to, cancel);
    }

    private static async Task<ZipArchive> OpenAsync(Stream from, CancellationToken cancel)
    {
        try
        {
            return await ZipArchive.CreateAsync(from, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException("this is no backup of Hale, or its end is missing", error);
        }
    }

    private static async Task<byte[]> ManifestAsync(ZipArchive archive, CancellationToken cancel)
    {
        var entry = archive.GetEntry(ManifestName) ?? throw new InvalidDataException($"this is no backup of Hale: it has no {ManifestName}");
        if (entry.Length > LongestManifest)
            throw new InvalidDataException($"{ManifestName}: found {entry.Length} bytes; allowed: {LongestManifest}");
        var read = new MemoryStream();
        await using var from = await entry.OpenAsync(cancel);
        await from.CopyToAsync(read, cancel);
        return read.ToArray();
    }

    private static async Task TakeAsync(ZipArchive archive, BackupFile file, Stream to, CancellationToken cancel)
    {
        var entry = archive.GetEntry(file.Name) ?? throw new InvalidDataException($"{file.Name} is missing");
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var length = 0L;
        await using var from = await entry.OpenAsync(cancel);
        for (int read; (read = await from.ReadAsync(buffer, cancel)) > 0;)
        {
            length += read;
            if (length > file.Bytes)
                break;
            sum.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        if (length != file.Bytes || Convert.ToHexStringLower(sum.GetHashAndReset()) != file.Sha256)
            throw new InvalidDataException($"{file.Name} is damaged: its length or SHA-256 sum is not the one {ManifestName} tells");
    }
}
