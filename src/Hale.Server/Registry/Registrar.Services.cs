using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

internal sealed partial class Registrar
{
    private const int MostSuggested = 5_000;

    /// <summary>Creates or replaces a service.</summary>
    /// <param name="id">The id in the URL; null for a POST, where the description or project and name give it.</param>
    public Task<Written<ServiceSpec>> PutServiceAsync(string? id, Node body, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                var before = id is null ? null : now.Services.GetValueOrDefault(id);
                if (id is not null && terms.Refusal<ServiceSpec>(before?.Declared, $"service '{id}'") is { } early)
                    return early;
                var problems = new Problems();
                CheckId(id, problems);
                if (_services.Read(body, new("", id), before?.Check, problems) is not { } draft)
                    return Invalid<ServiceSpec>(problems);
                before = now.Services.GetValueOrDefault(draft.Id);
                if (terms.Refusal<ServiceSpec>(before?.Declared, $"service '{draft.Id}'") is { } refusal)
                    return refusal;
                draft = draft with { DependsOn = DependenciesOf(draft, now, before?.DependsOn ?? [], problems) };
                return problems.None ? await PutAsync(now, draft, before, terms) : Invalid<ServiceSpec>(problems);
            },
            cancel);

    /// <summary>Removes a service that nobody depends on.</summary>
    public Task<Written<ServiceSpec>> DeleteServiceAsync(string id, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Services.TryGetValue(id, out var before))
                    return new(WriteOutcome.NotFound);
                if (terms.Refusal<ServiceSpec>(before.Declared, $"service '{id}'") is { } refusal)
                    return refusal;
                if (now.Index.DependantsOf(id) is { IsEmpty: false } dependants)
                    return new(WriteOutcome.Conflict, Detail: $"The service '{id}' is needed by {Told(dependants)}.");
                var edit = new RegistryEdit(now);
                edit.Remove(before);
                await CommitAsync(edit, terms);
                return new Written<ServiceSpec>(WriteOutcome.Deleted, before);
            },
            cancel);

    /// <summary>Pauses or resumes a service, the file's included; survives everything until the opposite is asked.</summary>
    public Task<Written<ServiceSpec>> SetPausedAsync(string id, bool paused, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Services.TryGetValue(id, out var before))
                    return new(WriteOutcome.NotFound);
                if (before.Paused == paused)
                    return new(WriteOutcome.Unchanged, before);
                var edit = new RegistryEdit(now);
                var after = before with { Paused = paused };
                edit.Set(after);
                await CommitAsync(edit);
                return new Written<ServiceSpec>(WriteOutcome.Replaced, after);
            },
            cancel);

    private async Task<Written<ServiceSpec>> PutAsync(RegistrySnapshot now, ServiceDraft draft, ServiceSpec? before, Terms terms)
    {
        var after = Assemble.Spec(draft, now.ServiceTiming(draft.Given, draft.Check, draft.Project), before?.Paused ?? draft.Paused, Declare(before?.Declared));
        if (before is not null && Definitions.Text(before) == Definitions.Text(after))
            return new(WriteOutcome.Unchanged, before);
        after = after with { Declared = Dated(after.Declared, Definitions.Etag(after), before?.Declared) };
        var edit = new RegistryEdit(now);
        AddProject(edit, draft.Project);
        edit.Set(after);
        await CommitAsync(edit, terms);
        return new(before is null ? WriteOutcome.Created : WriteOutcome.Replaced, after);
    }

    /// <summary>A definition that comes to the same keeps its time: what is spelled out now was a default before.</summary>
    private static Declaration Dated(Declaration declared, string etag, Declaration? before) =>
        before?.Etag == etag ? declared with { Etag = etag, UpdatedAt = before.UpdatedAt } : declared with { Etag = etag };

    /// <summary>A service or monitor in an unknown project creates it.</summary>
    private void AddProject(RegistryEdit edit, string id)
    {
        if (edit.Before.Projects.ContainsKey(id))
            return;
        edit.Set(Assemble.Bare(id, WriteTime()));
    }

    private static IReadOnlyList<string> DependenciesOf(ServiceDraft draft, RegistrySnapshot now, IReadOnlyList<string> kept, Problems problems)
    {
        var neighbours = new Neighbours(
            now.Services.ContainsKey,
            now.Named,
            project => now.ServicesOf(project).Take(MostSuggested).SelectMany(service => new[] { service.Name, service.Id }));
        var ids = Dependencies.Resolve(draft, neighbours, kept, problems);
        if (problems.None && Dependencies.Cycle(draft.Id, ids, id => now.Services.GetValueOrDefault(id)?.DependsOn ?? []) is { } cycle)
            problems.AddConflict("depends_on", $"found a cycle: {cycle}; allowed: services that do not need this one");
        return ids;
    }

    private static void CheckId(string? id, Problems problems)
    {
        if (id is not null && !Names.IsId(id))
            problems.Add("id", $"found {new ScalarNode(ScalarKind.Text, id).Found}; allowed: {Describing.IdRule}");
    }
}
