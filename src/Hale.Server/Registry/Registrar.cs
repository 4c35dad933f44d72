using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>
/// Keeps what is declared, by the file and over the API. Writes come one after the other, are checked against the whole, are durable before
/// anybody sees them, and are told in order; reads take the current snapshot and never wait. If the store fails, nothing has changed.
/// </summary>
internal sealed partial class Registrar(IRegistryStore store, CheckCatalog checks, TimeProvider time, ILogger<Registrar> logger) : IDisposable
{
    private const int NamesTold = 10;

    // As long as changes of status are kept.
    private static readonly TimeSpan KeepChanges = TimeSpan.FromDays(366);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ServiceReader _services = new(checks);
    private readonly TargetReader _targets = new(checks);

    // What was accepted once is read back, though commands may be off now: it is there to be seen, and not run.
    private readonly ServiceReader _kept = new(checks.ReadingUnder(new() { AllowExec = true }));

    // Rows of what the file declared and does not declare now: at start all of them, later those whose pause is to survive.
    private readonly Dictionary<(Declared Kind, string Id), StoredDeclaration> _rows = [];

    private RegistrySnapshot _now = RegistrySnapshot.Empty;

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>Everything declared, now.</summary>
    public RegistrySnapshot Now => Volatile.Read(ref _now);

    /// <summary>Every change after it was made, in order; told while the next write waits.</summary>
    public Feed<RegistryChange> Changes { get; } = new();

    /// <summary>Rows that could not be read back and were left alone in the store: kind, id and why.</summary>
    public IReadOnlyList<string> Unreadable { get; private set; } = [];

    /// <summary>How the definitions of services changed, newest first, before a place; of what is not legible nothing.</summary>
    /// <param name="until">None is later.</param>
    public async ValueTask<IReadOnlyList<(long Place, DefinitionChange? Change)>> ChangesAsync(
        IReadOnlyList<string> services, DateTimeOffset until, long? before, int most, CancellationToken cancel) =>
        [.. (await store.ChangesAsync(services, until, before, most, cancel)).Select(each => (each.Place, DefinitionChange.Read(each.Change)))];

    private async Task<T> WriteAsync<T>(Func<RegistrySnapshot, Task<T>> write, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return await write(_now);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes a write, unless it is only tried.</summary>
    private Task CommitAsync(RegistryEdit edit, Terms terms) => terms.DryRun ? Task.CompletedTask : CommitAsync(edit);

    /// <summary>Stores, then swaps, then tells. From here on nothing cancels: a write is made whole.</summary>
    private async Task CommitAsync(RegistryEdit edit, Func<RegistrySnapshot, RegistrySnapshot>? also = null)
    {
        var next = edit.Build();
        var write = edit.Write();
        var put = write.Put.Where(row => !_rows.TryGetValue((row.Kind, row.Id), out var kept) || kept != row).ToArray();
        if (put.Length + write.Removed.Count > 0)
        {
            var changes = Differences.Of(edit, _rows);
            var kept = new RegistryWrite(put, write.Removed) { Changes = [.. changes.Select(change => change.Store())], KeepSince = time.GetUtcNow() - KeepChanges };
            await store.SaveAsync(kept, CancellationToken.None);
        }

        foreach (var row in write.Put)
            _rows.Remove((row.Kind, row.Id));
        foreach (var key in write.Removed)
            _rows.Remove(key);
        foreach (var row in edit.KeptRows)
            _rows[(row.Kind, row.Id)] = row;
        Volatile.Write(ref _now, also is null ? next : also(next));
        if (edit.Any)
            Changes.Publish(new(_now, edit.Projects, edit.Services, edit.Targets));
    }

    /// <summary>The time of a write, in the precision it is told and kept in.</summary>
    private DateTimeOffset WriteTime() => Assemble.Cut(time.GetUtcNow());

    private Declaration Declare(Declaration? before)
    {
        var now = WriteTime();
        return before is null ? new(Origin.Api, "", now, now) : new(Origin.Api, "", before.CreatedAt, Assemble.Later(now, before.UpdatedAt));
    }

    private static Written<T> Invalid<T>(Problems problems)
        where T : class => new(WriteOutcome.Invalid) { Problems = problems.All };

    /// <summary>Names a few and counts the rest.</summary>
    private static string Told(IReadOnlyCollection<string> names) =>
        names.Count <= NamesTold ? string.Join(", ", names) : $"{string.Join(", ", names.Take(NamesTold))} and {names.Count - NamesTold} more";
}
