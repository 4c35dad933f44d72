namespace Hale.Client;

public sealed partial class HaleClient
{
    /// <summary>
    /// Writes a backup of everything the hub keeps, as it was at one moment: a zip archive whose <c>backup.json</c> names its files with their lengths and
    /// SHA-256 sums. <c>hale restore</c> takes it.
    /// </summary>
    /// <param name="to">Where to; it is neither flushed nor closed.</param>
    /// <exception cref="HaleConflictException">Another backup is being made.</exception>
    /// <exception cref="HaleUnreachableException">No hub answers, or its answer was cut short; what is written then is not whole.</exception>
    public Task BackupAsync(Stream to, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        return _wire.CopyAsync(new(HttpMethod.Get, "api/backup", Patient: true), to, cancel);
    }
}
