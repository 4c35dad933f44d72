namespace Hale.Server.Storage.Schema;

/// <summary>What a column holds.</summary>
internal enum Holds
{
    Number,
    Text,
    Bytes,
}

/// <summary>A column of a table.</summary>
internal sealed record Column(string Name, Holds Holds);

/// <summary>A table with all its columns; the first ones are the order in which it is copied.</summary>
/// <param name="Keys">How many of the columns order it.</param>
internal sealed record Table(string Name, int Keys, params IReadOnlyList<Column> Columns)
{
    /// <summary>Whether two rows may have one place in PostgreSQL; in SQLite the second one takes the next.</summary>
    public bool SharesPlaces { get; init; }

    /// <summary>The columns' names, as SQL lists them.</summary>
    public string List => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>The names of those that order it.</summary>
    public string Order => string.Join(", ", Columns.Take(Keys).Select(column => column.Name));
}

/// <summary>The tables that SQLite and PostgreSQL both have, with the same columns: all that is kept. What each has beside is its own bookkeeping.</summary>
internal static class Tables
{
    public static readonly IReadOnlyList<Table> All =
    [
        new("meta", 1, Text("name"), Text("value")),
        new("sequences", 1, Text("name"), Number("next")),
        new(
            "declarations", 2, Text("kind"), Text("id"), Text("definition"), Text("managed_by"), Number("held"), Number("created_at"), Number("updated_at"), Text("etag")),
        new("changes", 1, Number("place"), Text("service"), Number("at"), Text("body")),
        new("series", 1, Number("id"), Text("key")),
        new("verdicts", 1, Number("series"), Text("state")),
        new("heads", 1, Number("series"), Number("first"), Number("through"), Number("beyond"), Bytes("body")),
        new("ahead", 1, Number("number"), Bytes("body")),
        new("chunks", 1, Number("place"), Bytes("body")) { SharesPlaces = true },
        new("rollups", 1, Number("place"), Bytes("body")),
        new(
            "events", 1, Number("place"), Number("series"), Number("at"), Text("from_status"), Text("to_status"), Text("why"), Text("message"), Text("cause")),
        new("evidence", 1, Number("place"), Number("series"), Number("at"), Text("body")),
        new("versions", 1, Number("place"), Number("series"), Number("at"), Text("version")),
        new("runs", 1, Number("id"), Number("started_at"), Number("seen_at")),
        new("metric_series", 1, Number("id"), Text("name")),
        new("metric_ahead", 1, Number("number"), Bytes("body")),
        new("metric_heads", 1, Number("series"), Number("first"), Number("through"), Number("beyond"), Bytes("body")),
        new("metric_chunks", 1, Number("place"), Bytes("body")) { SharesPlaces = true },
        new("metric_rollups", 1, Number("place"), Bytes("body")),
        new("tokens", 1, Text("id"), Text("name"), Text("role"), Bytes("hash"), Number("created_at")),
        new("maintenance", 1, Text("id"), Text("definition"), Number("created_at"), Number("updated_at")),
        new("heartbeats", 1, Text("service"), Text("state"), Bytes("token")),
        new(
            "beats", 1, Number("place"), Text("service"), Number("at"), Text("kind"), Number("exit_status"), Number("duration"), Text("body")),
    ];

    /// <summary>The tables whose rows get numbers that are never given again, even when the row of the highest one is gone.</summary>
    public static readonly IReadOnlyList<string> Numbered = ["ahead", "beats", "changes", "events", "evidence", "metric_ahead", "metric_series", "runs", "series", "versions"];

    private static Column Number(string name) => new(name, Holds.Number);

    private static Column Text(string name) => new(name, Holds.Text);

    private static Column Bytes(string name) => new(name, Holds.Bytes);
}
