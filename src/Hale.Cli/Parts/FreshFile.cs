namespace Hale.Cli.Parts;

/// <summary>Writes a file beside its place first, so that whoever has an older one keeps it until the new one is whole.</summary>
internal static class FreshFile
{
    /// <summary>Writes, has it looked at, and puts it in place; its length.</summary>
    /// <param name="verify">Throws when what was written is not what it should be.</param>
    public static async Task<long> SaveAsync(string file, Func<Stream, Task> write, Func<Stream, Task>? verify = null)
    {
        file = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = file + ".part";
        try
        {
            long length;
            await using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.ReadWrite))
            {
                await write(stream);
                length = stream.Length;
                stream.Flush(flushToDisk: true);
                stream.Position = 0;
                await (verify?.Invoke(stream) ?? Task.CompletedTask);
            }

            File.Move(fresh, file, overwrite: true);
            return length;
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
