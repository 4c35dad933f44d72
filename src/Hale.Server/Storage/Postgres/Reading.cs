using Hale.Server.Storage.Schema;
using Npgsql;

namespace Hale.Server.Storage.Postgres;

/// <summary>Asks and reads rows.</summary>
internal static class Reading
{
    /// <summary>All rows.</summary>
    public static async Task<List<T>> AllAsync<T>(this NpgsqlConnection connection, Statement question, Func<NpgsqlDataReader, T> row, CancellationToken cancel)
    {
        await using var command = connection.Command(question);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>The first column of the first row; default when there is none.</summary>
    public static async Task<T?> OneAsync<T>(this NpgsqlConnection connection, Statement question, CancellationToken cancel)
    {
        await using var command = connection.Command(question);
        return await command.ExecuteScalarAsync(cancel) is T value ? value : default;
    }

    /// <summary>Carries out a statement; the number of rows it changed.</summary>
    public static async Task<int> RunAsync(this NpgsqlConnection connection, Statement statement, CancellationToken cancel)
    {
        await using var command = connection.Command(statement);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>A text, or null.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Bytes, or null.</summary>
    public static byte[]? Bytes(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<byte[]>(column);

    /// <summary>A number, or null.</summary>
    public static long? Number(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>A time kept in milliseconds.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => Moments.Read(row.GetInt64(column));

    private static NpgsqlCommand Command(this NpgsqlConnection connection, Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var value in statement.Values)
            command.Parameters.Add(value);
        return command;
    }
}
