using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hale.Server.Backup;

/// <summary>What is in a backup, as its <c>backup.json</c> says.</summary>
/// <param name="Version">The archive's format; this program reads and writes <see cref="Known"/>.</param>
/// <param name="HubId">Whose it is.</param>
/// <param name="Hale">The program that made it.</param>
/// <param name="Schema">The database's schema.</param>
/// <param name="Files">What is beside it.</param>
internal sealed record BackupManifest(int Version, string HubId, string Hale, int Schema, DateTimeOffset CreatedAt, IReadOnlyList<BackupFile> Files)
{
    public const int Known = 1;

    /// <summary>The manifest as it is written.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static BackupManifest Read(ReadOnlySpan<byte> bytes)
    {
        BackupManifest? read;
        try
        {
            read = JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupManifest);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"backup.json can't be read: {error.Message}", error);
        }

        if (read is null)
            throw new InvalidDataException("backup.json says nothing");
        return read.Version == Known ? read : throw new InvalidDataException($"backup.json: version: found {read.Version}; allowed: {Known}");
    }
}

/// <summary>A file of a backup.</summary>
/// <param name="Sha256">In lower-case hexadecimal.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
