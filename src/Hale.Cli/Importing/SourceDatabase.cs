using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Hale.Cli.Importing;

/// <summary>Another tool's SQLite database. It is read from a copy: a file that a running tool writes to is not touched.</summary>
/// <param name="Log">The write-ahead log beside it, which holds what was written last; null where there is none.</param>
/// <param name="Needed">What the file is to hold, for one who gives another.</param>
internal sealed record SourceDatabase(SourceFile File, SourceFile? Log, string Needed)
{
    /// <summary>Whether it is an SQLite database at all.</summary>
    public static bool Is(byte[] content) => content.AsSpan().StartsWith("SQLite format 3\0"u8);

    /// <summary>Opens the file of a source, with the log from beside it.</summary>
    public static SourceDatabase Of(ImportSource source, SourceFile file, string needed) =>
        new(file, source.Beside(Path.GetFileName(file.Name) + "-wal") is [var log, ..] ? log : null, needed);

    /// <summary>Asks it something.</summary>
    /// <exception cref="UsageException">It can't be read, or does not hold what is asked for.</exception>
    public T Read<T>(Func<SqliteConnection, T> ask)
    {
        using var copy = new Copy(this);
        return Guarded(() => ask(copy.Open()));
    }

    /// <summary>Answers rows one by one; the copy stays until the last one, or until nobody wants another.</summary>
    /// <exception cref="UsageException">It can't be read, or does not hold what is asked for.</exception>
    public IEnumerable<T> Stream<T>(string query, Func<SqliteDataReader, IEnumerable<T>> read)
    {
        using var copy = new Copy(this);
        using var command = Guarded(copy.Open).CreateCommand();
        // The queries are this program's own.
#pragma warning disable CA2100
        command.CommandText = query;
#pragma warning restore CA2100
        using var rows = Guarded(command.ExecuteReader);
        foreach (var each in read(rows))
            yield return each;
    }

    private T Guarded<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (SqliteException error)
        {
            throw new UsageException($"{File.Name}: found a database that can't be read as one ({error.Message.TrimEnd('.')}); allowed: {Needed}");
        }
    }

    private sealed class Copy : IDisposable
    {
        // Such a folder is its user's alone.
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hale-import-");
        private SqliteConnection? _database;

        public Copy(SourceDatabase of)
        {
            System.IO.File.WriteAllBytes(Place, of.File.Content);
            if (of.Log is { } log)
                System.IO.File.WriteAllBytes(Place + "-wal", log.Content);
        }

        private string Place => Path.Combine(_folder.FullName, "source.db");

        public SqliteConnection Open()
        {
            _database = new(new SqliteConnectionStringBuilder { DataSource = Place, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
            _database.Open();
            return _database;
        }

        public void Dispose()
        {
            _database?.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}

/// <summary>Times in other tools' databases: UTC, as text in one of several forms.</summary>
internal static class SourceTime
{
    private const int ToSeconds = 19;

    /// <summary>The time; null when it is none.</summary>
    public static DateTimeOffset? Read(object value)
    {
        if (value is not string { Length: >= ToSeconds } text
            || !DateTime.TryParseExact(
                text[..ToSeconds].Replace('T', ' '), "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var seconds))
            return null;
        var digits = text.Length > ToSeconds && text[ToSeconds] == '.' ? new string([.. text[(ToSeconds + 1)..].TakeWhile(char.IsAsciiDigit).Take(3)]).PadRight(3, '0') : "0";
        return new DateTimeOffset(seconds, TimeSpan.Zero).AddMilliseconds(int.Parse(digits, CultureInfo.InvariantCulture));
    }
}
