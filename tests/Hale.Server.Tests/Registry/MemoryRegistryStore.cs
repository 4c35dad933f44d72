using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

/// <summary>A registry's store in memory; can be made to fail.</summary>
internal sealed class MemoryRegistryStore : IRegistryStore
{
    public SortedDictionary<(Declared, string), StoredDeclaration> Rows { get; } = [];

    public List<StoredChange> Changes { get; } = [];

    public List<RegistryWrite> Writes { get; } = [];

    public Exception? Fails { get; set; }

    /// <summary>Called before a write is kept.</summary>
    public Action? Saving { get; set; }

    public ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel) => ValueTask.FromResult<IReadOnlyList<StoredDeclaration>>([.. Rows.Values]);

    public ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel)
    {
        Saving?.Invoke();
        if (Fails is not null)
            throw Fails;
        Writes.Add(write);
        foreach (var (kind, id) in write.Removed)
            Rows.Remove((kind, id));
        foreach (var row in write.Put)
            Rows[(row.Kind, row.Id)] = row;
        Changes.AddRange(write.Changes);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<(long Place, StoredChange Change)>> ChangesAsync(
        IReadOnlyList<string> services, DateTimeOffset until, long? before, int most, CancellationToken cancel) =>
        ValueTask.FromResult<IReadOnlyList<(long, StoredChange)>>(
        [
            .. Changes.Index().Select(each => ((long)each.Index, each.Item)).Reverse()
                .Where(each => services.Contains(each.Item.Service) && each.Item.At <= until && each.Item1 < (before ?? long.MaxValue)).Take(most),
        ]);
}
