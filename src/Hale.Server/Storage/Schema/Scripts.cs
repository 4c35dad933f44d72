using System.Globalization;

namespace Hale.Server.Storage.Schema;

/// <summary>A migration: a numbered script, carried out once, in a transaction of its own.</summary>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="Name">With the number in front: <c>0001-first</c>.</param>
internal sealed record Script(int Number, string Name);

/// <summary>The scripts of one kind of database, as they are embedded in the program. They lead forward only.</summary>
internal sealed class Scripts
{
    private readonly string _prefix;

    private Scripts(string kind)
    {
        _prefix = $"Hale.Server.Storage.{kind}.Migrations.";
        All =
        [
            .. from resource in typeof(Scripts).Assembly.GetManifestResourceNames()
               where resource.StartsWith(_prefix, StringComparison.Ordinal)
               let name = resource[_prefix.Length..^".sql".Length]
               orderby name
               select new Script(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name),
        ];
    }

    public static Scripts Sqlite { get; } = new("Sqlite");

    public static Scripts Postgres { get; } = new("Postgres");

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<Script> All { get; }

    /// <summary>The number of the last one: the schema this program knows.</summary>
    public int Latest => All[^1].Number;

    /// <summary>What a database of a schema still lacks.</summary>
    /// <param name="version">The number of the last script that was carried out on it; 0 for none.</param>
    /// <param name="database">What the database is called in the refusal.</param>
    /// <exception cref="StorageException">A newer Hale wrote it.</exception>
    public IReadOnlyList<Script> After(long version, string database) => version <= Latest
        ? [.. All.Where(each => each.Number > version)]
        : throw new StorageException(
            StorageFault.TooNew, database,
            $"a newer Hale wrote this database (schema {version}, this one knows up to {Latest}); run that version, or restore an older backup");

    /// <summary>A script's text.</summary>
    public string Read(Script script)
    {
        using var stream = typeof(Scripts).Assembly.GetManifestResourceStream($"{_prefix}{script.Name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A script that was carried out on a database.</summary>
internal sealed record AppliedScript(int Number, string Name, DateTimeOffset At);
