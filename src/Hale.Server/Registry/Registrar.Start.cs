using System.Collections.Immutable;
using System.Text;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

internal sealed partial class Registrar
{
    /// <summary>Reads what is kept, once at start. What the file declares comes with <see cref="ApplyFileAsync"/>.</summary>
    public Task LoadAsync(CancellationToken cancel) => WriteAsync(
        async _ =>
        {
            var stored = await store.LoadAsync(cancel);
            var edit = new RegistryEdit(RegistrySnapshot.Empty);
            var unreadable = new List<string>();
            foreach (var row in stored)
                if (row.Definition is null)
                    _rows[(row.Kind, row.Id)] = row;
                else if (Load(edit, row) is { None: false } problems)
                    unreadable.Add($"{row.Kind} {row.Id}: {string.Join("; ", problems.All.Select(problem => $"{problem.Path} {problem.Message}"))}");
            foreach (var line in unreadable)
                RowUnreadable(logger, line);
            Unreadable = unreadable;
            var loaded = edit.Build();
            var timed = new RegistryEdit(loaded);
            Retime(timed, loaded);
            Volatile.Write(ref _now, timed.Build());
            return true;
        },
        cancel);

    /// <summary>Makes the file's declarations hold, whole: adds, replaces, removes.</summary>
    public Task ApplyFileAsync(FileDeclarations file, CancellationToken cancel) => WriteAsync(
        async now =>
        {
            var edit = new FilePlan(now, file, _rows, WriteTime()).Make();
            var missing = Missing(edit).Take(NamesTold).ToArray();
            await CommitAsync(edit, next => next with
            {
                Defaults = file.Defaults,
                TargetDefaults = file.TargetDefaults,
                StatusPages = file.StatusPages.ToImmutableSortedDictionary(page => page.Id, page => page, StringComparer.Ordinal),
            });
            foreach (var (service, needed) in missing)
                DependencyGone(logger, service, needed);
            Applied(logger, file.FileName, file.Projects.Count, file.Services.Count, file.Targets.Count);
            return true;
        },
        cancel);

    private Problems Load(RegistryEdit edit, StoredDeclaration row)
    {
        var problems = new Problems();
        var node = JsonNodes.Read(Encoding.UTF8.GetBytes(row.Definition!), problems);
        var declared = new Declaration(Origin.Api, row.Etag ?? "", row.CreatedAt, row.UpdatedAt);
        if (node is null)
            return problems;
        switch (row.Kind)
        {
            case Declared.Project when ProjectReader.Read(node, row.Id, problems) is { } draft:
                edit.Set(Assemble.Spec(draft, declared));
                break;
            case Declared.Service when _kept.Read(node, new("", row.Id), null, problems) is { } draft:
                draft = draft with { DependsOn = draft.Needs.Count == 0 ? [] : [.. draft.Needs.Select(need => need.Text)] };
                edit.Set(Assemble.Spec(draft, RegistrySnapshot.Empty.ServiceTiming(draft.Given, draft.Check, draft.Project), row.Held, declared));
                break;
            case Declared.Target when row.Id.Split(':') is [var project, var id] && _targets.Read(node, new("", project, id), null, problems) is { } draft:
                edit.Set(Assemble.Spec(draft, RegistrySnapshot.Empty.TargetTiming(draft.Given, draft.Project), row.Held, declared));
                break;
        }

        return problems;
    }

    /// <summary>Settings that came from a project's defaults; times and etags stay as they are kept.</summary>
    private static void Retime(RegistryEdit edit, RegistrySnapshot loaded)
    {
        foreach (var service in loaded.Services.Values)
            if (loaded.ServiceTiming(service.Given, service.Check, service.Project) is var timing && timing != service.Timing)
                edit.Set(service with { Timing = timing });
        foreach (var target in loaded.Targets.Values)
            if (loaded.TargetTiming(target.Given, target.Project) is var timing && timing != target.Timing)
                edit.Set(target with { Timing = timing });
    }

    /// <summary>Services of the API's that need what the file no longer declares: they keep the dependency, which counts again once it is back.</summary>
    private static IEnumerable<(string Service, string Needed)> Missing(RegistryEdit edit) =>
        edit.Services.Where(each => each.After is null).SelectMany(each => edit.Before.Index.DependantsOf(each.Before!.Id)
            .Where(id => edit.Before.Services[id].Declared.ManagedBy == Origin.Api)
            .Select(id => (id, each.Before.Id)));

    [LoggerMessage(1301, LogLevel.Error, "A stored declaration can't be read and is left alone: {Why}")]
    private static partial void RowUnreadable(ILogger logger, string why);

    [LoggerMessage(1302, LogLevel.Warning, "Service {Service} needs {Needed}, which the file no longer declares")]
    private static partial void DependencyGone(ILogger logger, string service, string needed);

    [LoggerMessage(1303, LogLevel.Information, "{File} declares {Projects} projects, {Services} services, {Targets} targets")]
    private static partial void Applied(ILogger logger, string file, int projects, int services, int targets);
}
