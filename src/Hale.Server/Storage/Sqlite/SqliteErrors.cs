using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace Hale.Server.Storage.Sqlite;

/// <summary>SQLite's result codes (https://www.sqlite.org/rescode.html) in an operator's words.</summary>
internal static class SqliteErrors
{
    public static StorageException Explain(string file, SqliteException error)
    {
        var (fault, reason) = Of(error.SqliteErrorCode);
        return new(fault, file, $"{reason} ({error.Message.TrimEnd('.')})", error);
    }

    private static (StorageFault Fault, string Reason) Of(int code) => code switch
    {
        SQLITE_FULL => (StorageFault.Full, "the disk is full; free some space, nothing that was acknowledged is lost"),
        SQLITE_READONLY => (StorageFault.ReadOnly, "the database can't be written; its file, its folder or the disk is read-only"),
        SQLITE_BUSY or SQLITE_LOCKED => (StorageFault.Locked, "another program holds the database locked"),
        SQLITE_CORRUPT => (StorageFault.Corrupt, "the database is damaged; restore a backup, or move the file away to start anew"),
        SQLITE_NOTADB => (StorageFault.Foreign, "this is not a database; move the file away, or name another folder with --data"),
        SQLITE_CANTOPEN or SQLITE_PERM or SQLITE_AUTH => (StorageFault.Unreachable, "the database can't be opened; may this user read and write the file and its folder?"),
        SQLITE_IOERR or SQLITE_NOLFS => (StorageFault.Unreachable, "the disk answers with an error"),
        _ => (StorageFault.Refused, "the database refused the statement"),
    };
}
