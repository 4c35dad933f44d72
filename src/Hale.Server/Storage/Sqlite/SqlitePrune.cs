using Hale.Server.Storage.Schema;
using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Removes old and forgotten rows in small steps: what to remove is looked up by a reader, only the removal takes the writer's turn.</summary>
internal sealed class SqlitePrune(SqliteFile file)
{
    // 4 MiB in pages: what is given back in one step, and what may always be free.
    private const int Spare = 256;

    /// <summary>Those series that are not forgotten.</summary>
    public const string Living = "(SELECT id FROM series WHERE key IS NOT NULL)";

    /// <summary>What a step removes: chunks, rollups, events, versions and evidence by their place, and series of which nothing else is left.</summary>
    private sealed record Victims(List<long> Chunks, List<long> Rollups, List<long> Events, List<long> Versions, List<long> Evidence, List<long> Series)
    {
        public int Count => Chunks.Count + Rollups.Count + Events.Count + Versions.Count + Evidence.Count;
    }

    public async ValueTask<int> RunAsync(DateTimeOffset before, DateTimeOffset sumsBefore, int most, CancellationToken cancel)
    {
        var limit = Moments.Of(sumsBefore);
        var victims = file.Read(connection => Find(connection, before, sumsBefore, most));
        return await file.WriteAsync(writer => Remove(writer, victims, limit), cancel);
    }

    private static Victims Find(SqliteConnection connection, DateTimeOffset before, DateTimeOffset sumsBefore, int most)
    {
        var forgotten = connection.All("SELECT id FROM series WHERE key IS NULL ORDER BY id LIMIT 100", row => row.GetInt64(0));
        var victims = new Victims([], [], [], [], [], []);
        foreach (var series in forgotten.TakeWhile(_ => victims.Count < most))
        {
            victims.Chunks.AddRange(SqliteOldest.Places(connection, "chunks", series, most - victims.Count));
            victims.Rollups.AddRange(SqliteOldest.Places(connection, "rollups", series, most - victims.Count));
            victims.Events.AddRange(OfSeries(connection, "events", series, most - victims.Count));
            victims.Versions.AddRange(OfSeries(connection, "versions", series, most - victims.Count));
            victims.Evidence.AddRange(OfSeries(connection, "evidence", series, most - victims.Count));
            if (victims.Count < most)
                victims.Series.Add(series);
        }

        victims.Chunks.AddRange(SqliteOldest.Places(connection, Living, "chunks", ChunkPlace.Of(0, before) - 1, most - victims.Count));
        victims.Rollups.AddRange(SqliteOldest.Places(connection, Living, "rollups", ChunkPlace.Of(0, sumsBefore.AddDays(-1)), most - victims.Count));
        victims.Events.AddRange(Superseded(connection, "events", sumsBefore, most - victims.Count));
        victims.Versions.AddRange(Superseded(connection, "versions", sumsBefore, most - victims.Count));
        victims.Evidence.AddRange(connection.All(
            "SELECT place FROM evidence WHERE at < $before LIMIT $most", row => row.GetInt64(0), ("$before", Moments.Of(before)), ("$most", most - victims.Count)));
        return victims;
    }

    /// <summary>What is older, but for the last one of each series.</summary>
    private static List<long> Superseded(SqliteConnection connection, string table, DateTimeOffset before, int most) => connection.All(
        $"""
        SELECT old.place FROM {table} old WHERE old.at < $before AND EXISTS
            (SELECT 1 FROM {table} newer WHERE newer.series = old.series AND newer.at < $before AND (newer.at, newer.place) > (old.at, old.place))
        LIMIT $most
        """,
        row => row.GetInt64(0), ("$before", Moments.Of(before)), ("$most", most));

    private static List<long> OfSeries(SqliteConnection connection, string table, long series, int most) => connection.All(
        $"SELECT place FROM {table} WHERE series = $series LIMIT $most", row => row.GetInt64(0), ("$series", series), ("$most", most));

    private static int Remove(SqliteConnection writer, Victims victims, long before)
    {
        var removed = Remove(writer, "DELETE FROM chunks WHERE place = ?1", victims.Chunks) + Remove(writer, "DELETE FROM rollups WHERE place = ?1", victims.Rollups)
            + Remove(writer, "DELETE FROM events WHERE place = ?1", victims.Events) + Remove(writer, "DELETE FROM versions WHERE place = ?1", victims.Versions)
            + Remove(writer, "DELETE FROM evidence WHERE place = ?1", victims.Evidence);
        // The series itself goes last, when nothing refers to it any more.
        Remove(writer, "DELETE FROM heads WHERE series = ?1", victims.Series);
        removed += Remove(writer, "DELETE FROM series WHERE id = ?1", victims.Series);
        removed += writer.Run("DELETE FROM runs WHERE seen_at < $before AND id < (SELECT max(id) FROM runs)", ("$before", before));
        return removed + GiveBack(writer);
    }

    /// <summary>Gives pages back to the disk where more than a sixteenth of them are free; answers how many. As many as that are soon needed again.</summary>
    private static int GiveBack(SqliteConnection writer)
    {
        var free = writer.One<long>("PRAGMA freelist_count");
        if (free <= writer.One<long>("PRAGMA page_count") / 16 + Spare)
            return 0;
        writer.All($"PRAGMA incremental_vacuum({Spare})", _ => true);
        return (int)(free - writer.One<long>("PRAGMA freelist_count"));
    }

    private static int Remove(SqliteConnection writer, string sql, List<long> places)
    {
        using var removal = new Prepared(writer, sql);
        return places.Sum(place => removal.Bind(1, place).Run());
    }
}
