using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Hale.Server.Storage.Postgres;

/// <summary>SQL with its values: <c>$1</c> is the first.</summary>
internal sealed record Statement(string Sql, params IReadOnlyList<NpgsqlParameter> Values);

/// <summary>Values of statements. Many rows are one value for each column, an array that the statement unnests.</summary>
internal static class Value
{
    public static NpgsqlParameter Of(long? number) => Make(NpgsqlDbType.Bigint, number);

    public static NpgsqlParameter Of(string? text) => Make(NpgsqlDbType.Text, Legible(text));

    public static NpgsqlParameter Of(byte[]? bytes) => Make(NpgsqlDbType.Bytea, bytes);

    public static NpgsqlParameter All(IEnumerable<long> numbers) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bigint, numbers.ToArray());

    public static NpgsqlParameter All(IEnumerable<long?> numbers) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bigint, numbers.ToArray());

    public static NpgsqlParameter All(IEnumerable<string?> texts) => Make(NpgsqlDbType.Array | NpgsqlDbType.Text, texts.Select(Legible).ToArray());

    public static NpgsqlParameter All(IEnumerable<ReadOnlyMemory<byte>> bytes) => Make(NpgsqlDbType.Array | NpgsqlDbType.Bytea, bytes.ToArray());

    /// <summary>What PostgreSQL's text can't hold, U+0000 and halves of characters, as U+FFFD: a strange message must not cost a second's results.</summary>
    public static string? Legible(string? text)
    {
        if (text is null || (!text.Contains('\0') && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')))
            return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }

    private static NpgsqlParameter Make(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
