using Microsoft.Data.Sqlite;

namespace Hale.Server.Storage.Sqlite;

/// <summary>Removes old and forgotten rows in small steps: what to remove is looked up by a reader, only the removal takes the writer's turn.</summary>
internal sealed class SqlitePrune(SqliteFile file)
{
    /// <summary>What a step removes: all of the forgotten series, the old samples of other series, and events by their place.</summary>
    private sealed record Victims(List<long> Forgotten, List<long> Old, List<long> Events);

    public async ValueTask<int> RunAsync(DateTimeOffset before, int most, CancellationToken cancel)
    {
        var limit = before.ToUnixTimeMilliseconds();
        var victims = file.Read(connection => Find(connection, limit, most));
        return await file.WriteAsync(writer => Remove(writer, victims, limit, most), cancel);
    }

    private static Victims Find(SqliteConnection connection, long before, int most) => new(
        connection.All("SELECT id FROM series WHERE key IS NULL ORDER BY id LIMIT 100", row => row.GetInt64(0)),
        connection.All(
            "SELECT id FROM series WHERE key IS NOT NULL AND EXISTS (SELECT 1 FROM samples WHERE series = id AND at < $before) ORDER BY id LIMIT 1000",
            row => row.GetInt64(0), ("$before", before)),
        connection.All(
            """
            SELECT old.place FROM events old WHERE old.at < $before AND EXISTS
                (SELECT 1 FROM events newer WHERE newer.series = old.series AND newer.at < $before AND (newer.at, newer.place) > (old.at, old.place))
            LIMIT $most
            """,
            row => row.GetInt64(0), ("$before", before), ("$most", most)));

    private static int Remove(SqliteConnection writer, Victims victims, long before, int most)
    {
        var removed = 0;
        foreach (var series in victims.Forgotten.TakeWhile(_ => removed < most))
            removed += Empty(writer, series, most - removed);
        foreach (var series in victims.Old.TakeWhile(_ => removed < most))
            removed += Samples(writer, series, before, most - removed);

        using var removal = new Prepared(writer, "DELETE FROM events WHERE place = ?1");
        foreach (var place in victims.Events.TakeWhile(_ => removed < most))
            removed += removal.Bind(1, place).Run();
        return removed + writer.Run("DELETE FROM runs WHERE seen_at < $before AND id < (SELECT max(id) FROM runs)", ("$before", before));
    }

    // The series itself goes last, when nothing refers to it any more.
    private static int Empty(SqliteConnection writer, long series, int most)
    {
        var removed = Samples(writer, series, long.MaxValue, most);
        if (removed < most)
        {
            removed += writer.Run(
                "DELETE FROM events WHERE place IN (SELECT place FROM events WHERE series = $series LIMIT $most)", ("$series", series), ("$most", most - removed));
        }

        return removed < most ? removed + writer.Run("DELETE FROM series WHERE id = $series", ("$series", series)) : removed;
    }

    // One range of the primary key, up to the time of the last row that still fits: samples of one millisecond go together.
    private static int Samples(SqliteConnection writer, long series, long before, int most) => writer.Run(
        """
        DELETE FROM samples WHERE series = $series AND at < $before AND at <= coalesce(
            (SELECT at FROM samples WHERE series = $series AND at < $before ORDER BY at, n LIMIT 1 OFFSET $most - 1), $before)
        """,
        ("$series", series), ("$before", before), ("$most", most));
}
