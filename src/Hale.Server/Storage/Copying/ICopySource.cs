using Hale.Server.Storage.Schema;

namespace Hale.Server.Storage.Copying;

/// <summary>A database as it is at one moment, read table by table.</summary>
internal interface ICopySource : IAsyncDisposable
{
    Task<long> CountAsync(Table table, CancellationToken cancel);

    /// <summary>The rows in their order; a value is a long, a string, bytes, or null. The array is used again for the next row.</summary>
    IAsyncEnumerable<object?[]> RowsAsync(Table table, CancellationToken cancel);

    /// <summary>The highest number ever given, by table; 0 for none.</summary>
    Task<IReadOnlyDictionary<string, long>> NumbersAsync(CancellationToken cancel);
}

/// <summary>An empty database that is filled as a whole: what was not committed leaves nothing behind.</summary>
internal interface ICopyTarget : IAsyncDisposable
{
    Task WriteAsync(Table table, IAsyncEnumerable<object?[]> rows, CancellationToken cancel);

    Task<long> CountAsync(Table table, CancellationToken cancel);

    Task NumberAsync(IReadOnlyDictionary<string, long> highest, CancellationToken cancel);

    /// <summary>Makes it durable and lets others see it; answers where what was there before is kept, null when nothing was.</summary>
    Task<string?> CommitAsync(CancellationToken cancel);
}
