using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>
/// Whether the file that a connection has open is still the one at its path. A system that lets open files be removed goes on writing to them, and all of it is gone
/// when they are closed: what was acknowledged meanwhile would be lost.
/// </summary>
internal static partial class OpenFile
{
    // https://www.sqlite.org/c3ref/c_fcntl_begin_atomic_write.html
    private const int HasMoved = 20;

    /// <summary>Looks; it costs a call of the system.</summary>
    /// <exception cref="StorageException">It was removed, moved or replaced.</exception>
    public static void Verify(SqliteConnection connection, string path)
    {
        var moved = 0;
        if (FileControl(connection.Handle!.DangerousGetHandle(), "main", HasMoved, ref moved) == 0 && moved != 0)
            throw new StorageException(
                StorageFault.Unreachable, path,
                "the database's file was removed or replaced while the hub runs; put it back where it was, or restart the hub to go on with what is there now");
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(nint database, string name, int operation, ref int answer);
}
