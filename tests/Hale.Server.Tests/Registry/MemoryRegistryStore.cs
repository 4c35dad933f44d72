using Hale.Server.Registry;

namespace Hale.Server.Tests.Registry;

/// <summary>A registry's store in memory; can be made to fail.</summary>
internal sealed class MemoryRegistryStore : IRegistryStore
{
    public SortedDictionary<(Declared, string), StoredDeclaration> Rows { get; } = [];

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
        return ValueTask.CompletedTask;
    }
}
