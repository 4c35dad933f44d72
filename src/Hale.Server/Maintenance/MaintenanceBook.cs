using System.Collections.Immutable;
using System.Text;
using Hale.Monitoring.Specs;
using Hale.Server.Maintenance.Laying;
using Hale.Server.Registry;

namespace Hale.Server.Maintenance;

/// <summary>
/// Keeps the windows of maintenance. Writes come one after the other and are durable before anybody sees them; reads take the windows as they stand and never wait.
/// What counts as maintenance, of any time, follows from these and from nothing else.
/// </summary>
internal sealed partial class MaintenanceBook(IMaintenanceStore store, Registrar registry, TimeProvider time, ILogger<MaintenanceBook> logger) : IDisposable
{
    /// <summary>How often all windows together may come round in a year: a thousand of them daily, and some.</summary>
    public const int MostAYearOfAll = 400_000;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ImmutableSortedDictionary<string, Timetable> _windows = ImmutableSortedDictionary.Create<string, Timetable>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    /// <summary>All windows, by id.</summary>
    public IEnumerable<MaintenanceSpec> All => Now.Values.Select(window => window.Spec);

    private ImmutableSortedDictionary<string, Timetable> Now => Volatile.Read(ref _windows);

    /// <summary>Reads what is kept; after the registry was loaded.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        var windows = Now.ToBuilder();
        foreach (var kept in await store.LoadAsync(cancel))
        {
            var problems = new Problems();
            if (JsonNodes.Read(Encoding.UTF8.GetBytes(kept.Definition), problems) is { } body
                && MaintenanceReader.Read(body, kept.Id, new(Origin.Api, "", kept.CreatedAt, kept.UpdatedAt), problems) is { } spec)
                windows[spec.Id] = new(spec);
            else
                NotReadable(logger, kept.Id, string.Join("; ", problems.All.Select(problem => $"{problem.Path}: {problem.Message}")));
        }

        Volatile.Write(ref _windows, windows.ToImmutable());
    }

    /// <summary>A window; null when there is none of this id.</summary>
    public MaintenanceSpec? Find(string id) => Now.GetValueOrDefault(id)?.Spec;

    /// <summary>How a window stands now.</summary>
    public MaintenanceStand StandOf(MaintenanceSpec window)
    {
        var now = time.GetUtcNow();
        return Now.TryGetValue(window.Id, out var kept) && ReferenceEquals(kept.Spec, window) ? kept.At(now) : new Timetable(window).At(now);
    }

    /// <summary>When who is in maintenance, of a time that ends before <paramref name="to"/>.</summary>
    public Coverage Over(DateTimeOffset from, DateTimeOffset to) => Now is { IsEmpty: false } windows ? new(registry.Now, windows.Values, from, to) : Coverage.None;

    /// <summary>Creates or replaces a window.</summary>
    public Task<Written<MaintenanceSpec>> PutAsync(string id, Node body, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async windows =>
            {
                var before = windows.GetValueOrDefault(id)?.Spec;
                if (terms.Refusal<MaintenanceSpec>(before?.Declared, $"window of maintenance '{id}'") is { } refusal)
                    return refusal;
                var problems = new Problems();
                if (!Names.IsId(id))
                    problems.Add("id", $"found {new ScalarNode(ScalarKind.Text, id).Found}; allowed: {Describing.IdRule}");
                if (MaintenanceReader.Read(body, id, Declare(before?.Declared), problems) is { } after)
                {
                    CheckNames(after.Of, before?.Of ?? MaintenanceScope.Everything, problems);
                    CheckMany(windows, before, after, problems);
                    if (problems.None)
                        return await PutAsync(windows, before, after, terms);
                }

                return new(WriteOutcome.Invalid) { Problems = problems.All };
            },
            cancel);

    /// <summary>Removes a window: what it was of counts from then on as if there had been none.</summary>
    public Task<Written<MaintenanceSpec>> DeleteAsync(string id, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async windows =>
            {
                if (windows.GetValueOrDefault(id)?.Spec is not { } before)
                    return new(WriteOutcome.NotFound);
                if (terms.Refusal<MaintenanceSpec>(before.Declared, $"window of maintenance '{id}'") is { } refusal)
                    return refusal;
                if (!terms.DryRun)
                {
                    await store.RemoveAsync(id, CancellationToken.None);
                    Volatile.Write(ref _windows, windows.Remove(id));
                }

                return new(WriteOutcome.Deleted, before);
            },
            cancel);

    /// <summary>Stores, then swaps. From here on nothing cancels: a write is made whole.</summary>
    private async Task<Written<MaintenanceSpec>> PutAsync(
        ImmutableSortedDictionary<string, Timetable> windows, MaintenanceSpec? before, MaintenanceSpec after, Terms terms)
    {
        if (before?.Declared.Etag == after.Declared.Etag)
            return new(WriteOutcome.Unchanged, before);
        if (!terms.DryRun)
        {
            await store.PutAsync(new(after.Id, MaintenanceReader.Text(after), after.Declared.CreatedAt, after.Declared.UpdatedAt), CancellationToken.None);
            Volatile.Write(ref _windows, windows.SetItem(after.Id, new(after)));
        }

        return new(before is null ? WriteOutcome.Created : WriteOutcome.Replaced, after);
    }

    private async Task<Written<MaintenanceSpec>> WriteAsync(
        Func<ImmutableSortedDictionary<string, Timetable>, Task<Written<MaintenanceSpec>>> write, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return await write(Now);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Declaration Declare(Declaration? before)
    {
        var now = Assemble.Cut(time.GetUtcNow());
        return before is null ? new(Origin.Api, "", now, now) : new(Origin.Api, "", before.CreatedAt, Assemble.Later(now, before.UpdatedAt));
    }

    /// <summary>A slip in a name would leave out whom it was meant for, and nobody would notice. What was named before may be gone by now.</summary>
    private void CheckNames(MaintenanceScope scope, MaintenanceScope before, Problems problems)
    {
        var now = registry.Now;
        Check("projects", scope.Projects.Except(before.Projects).Where(id => !now.Projects.ContainsKey(id)), now.Projects.Keys, "the id of a project");
        Check(
            "services", scope.Services.Except(before.Services).Where(key => !now.Services.ContainsKey(key) && !now.Targets.ContainsKey(key)),
            now.Services.Keys.Concat(now.Targets.Keys), "the id of a service, or project:target");

        void Check(string field, IEnumerable<string> strange, IEnumerable<string> known, string allowed)
        {
            foreach (var name in strange)
            {
                var near = Names.Nearest(name, known);
                problems.AddConflict(field, $"found {new ScalarNode(ScalarKind.Text, name).Found}; {(near is null ? "" : $"did you mean {near}? ")}allowed: {allowed}");
            }
        }
    }

    private static void CheckMany(ImmutableSortedDictionary<string, Timetable> windows, MaintenanceSpec? before, MaintenanceSpec after, Problems problems)
    {
        if (before is null && windows.Count >= MaintenanceReader.Most)
            problems.AddConflict("", $"found {windows.Count} windows of maintenance; allowed: {MaintenanceReader.Most} at most");
        var often = windows.Values.Sum(window => window.Spec.Recurs?.AYear ?? 0) - (before?.Recurs?.AYear ?? 0) + (after.Recurs?.AYear ?? 0);
        if (after.Recurs is not null && often > MostAYearOfAll)
            problems.AddConflict("cron", $"found {often} times in a year, of all windows together; allowed: {MostAYearOfAll} at most");
    }

    [LoggerMessage(2701, LogLevel.Warning, "The window of maintenance {Id} can't be read and is left alone: {Why}")]
    private static partial void NotReadable(ILogger logger, string id, string why);
}
