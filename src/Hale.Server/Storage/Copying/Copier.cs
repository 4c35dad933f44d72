using System.Runtime.CompilerServices;
using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Copying;

/// <summary>How far a copy is.</summary>
/// <param name="Rows">Of this table, those that are copied.</param>
/// <param name="Of">Of this table, all.</param>
internal sealed record CopyProgress(string Table, long Rows, long Of);

/// <summary>Copies everything that is kept from one database to another, row by row, so that it takes no more memory for much than for little.</summary>
internal static class Copier
{
    private const int Between = 10_000;

    /// <summary>Copies and verifies; the target still has to be committed.</summary>
    /// <returns>The rows of all tables.</returns>
    /// <exception cref="StorageException">One of them can't be read or written, or what arrived is not as much as was sent.</exception>
    public static async Task<long> RunAsync(ICopySource source, ICopyTarget target, string targetName, Action<CopyProgress> progress, CancellationToken cancel)
    {
        var total = 0L;
        foreach (var table in Tables.All)
        {
            var count = await source.CountAsync(table, cancel);
            progress(new(table.Name, 0, count));
            await target.WriteAsync(table, CountedAsync(source.RowsAsync(table, cancel), rows => progress(new(table.Name, rows, count)), cancel), cancel);
            if (await target.CountAsync(table, cancel) is var arrived && arrived != count)
                throw new StorageException(StorageFault.Refused, targetName, $"{table.Name}: found {arrived} rows after copying; expected: {count}");
            progress(new(table.Name, count, count));
            total += count;
        }

        await target.NumberAsync(await source.NumbersAsync(cancel), cancel);
        return total;
    }

    private static async IAsyncEnumerable<object?[]> CountedAsync(IAsyncEnumerable<object?[]> rows, Action<long> said, [EnumeratorCancellation] CancellationToken cancel)
    {
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancel))
        {
            if (++count % Between == 0)
                said(count);
            yield return row;
        }
    }
}
