using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

internal sealed partial class Registrar
{
    /// <summary>Creates or replaces a project; what its services and targets took from its defaults follows.</summary>
    /// <param name="id">The id in the URL; null for a POST, where the description gives it.</param>
    public Task<Written<ProjectSpec>> PutProjectAsync(string? id, Node body, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                var before = id is null ? null : now.Projects.GetValueOrDefault(id);
                if (id is not null && terms.Refusal<ProjectSpec>(before?.Declared, $"project '{id}'") is { } early)
                    return early;
                var problems = new Problems();
                CheckId(id, problems);
                if (ProjectReader.Read(body, id, problems) is not { } draft || !problems.None)
                    return Invalid<ProjectSpec>(problems);
                before = now.Projects.GetValueOrDefault(draft.Id);
                if (terms.Refusal<ProjectSpec>(before?.Declared, $"project '{draft.Id}'") is { } refusal)
                    return refusal;
                CheckPrimary(now, draft, before, problems);
                if (!problems.None)
                    return Invalid<ProjectSpec>(problems);
                return await PutAsync(now, draft, before, terms);
            },
            cancel);

    /// <summary>Removes a project without services and targets.</summary>
    public Task<Written<ProjectSpec>> DeleteProjectAsync(string id, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Projects.TryGetValue(id, out var before))
                    return new(WriteOutcome.NotFound);
                if (terms.Refusal<ProjectSpec>(before.Declared, $"project '{id}'") is { } refusal)
                    return refusal;
                string[] members = [.. now.Index.ServicesOf(id), .. now.Index.TargetsOf(id)];
                if (members.Length > 0)
                    return new(WriteOutcome.Conflict, Detail: $"The project '{id}' still has {Told(members)}.");
                var edit = new RegistryEdit(now);
                edit.Remove(before);
                await CommitAsync(edit, terms);
                return new Written<ProjectSpec>(WriteOutcome.Deleted, before);
            },
            cancel);

    /// <summary>
    /// The primary target is one of the project's, as in the file. A project is made before its first target and may name one that is yet to come, and what it
    /// has named already is no error though that target was removed since.
    /// </summary>
    private static void CheckPrimary(RegistrySnapshot now, ProjectDraft draft, ProjectSpec? before, Problems problems)
    {
        if (draft.PrimaryTarget is not { } primary || primary == before?.PrimaryTarget)
            return;
        string[] targets = [.. now.TargetsOf(draft.Id).Select(target => target.Id)];
        if (targets.Length > 0 && !targets.Contains(primary))
            problems.AddConflict("primary_target", $"found {new ScalarNode(ScalarKind.Text, primary).Found}; allowed: {string.Join(", ", targets)}");
    }

    private async Task<Written<ProjectSpec>> PutAsync(RegistrySnapshot now, ProjectDraft draft, ProjectSpec? before, Terms terms)
    {
        var after = Assemble.Spec(draft, Declare(before?.Declared));
        after = after with { Declared = after.Declared with { Etag = Definitions.Etag(after) } };
        if (before is not null && before.Declared.Etag == after.Declared.Etag)
            return new(WriteOutcome.Unchanged, before);
        var edit = new RegistryEdit(now);
        edit.Set(after);
        if (before is not null && (before.Defaults != after.Defaults || before.TargetDefaults != after.TargetDefaults))
            Assemble.Retime(edit, now with { Projects = now.Projects.SetItem(after.Id, after) }, now.ServicesOf(after.Id), now.TargetsOf(after.Id), WriteTime());
        await CommitAsync(edit, terms);
        return new(before is null ? WriteOutcome.Created : WriteOutcome.Replaced, after);
    }
}
