using System.Text;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

internal sealed partial class Registrar
{
    /// <summary>Creates or replaces a target of a project that exists.</summary>
    public Task<Written<TargetSpec>> PutTargetAsync(string project, string target, Node body, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Projects.ContainsKey(project))
                    return new(WriteOutcome.NotFound, Detail: $"There is no project '{project}'.");
                var before = now.Targets.GetValueOrDefault($"{project}:{target}");
                if (terms.Refusal<TargetSpec>(before?.Declared, $"target '{project}:{target}'") is { } refusal)
                    return refusal;
                if (Draft(new("", project, target), body, before, out var problems) is not { } draft)
                    return Invalid<TargetSpec>(problems);
                return await PutAsync(now, draft, before, before is { Stopped: true }, terms);
            },
            cancel);

    /// <summary>Removes a target.</summary>
    public Task<Written<TargetSpec>> DeleteTargetAsync(string project, string target, Terms terms, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Targets.TryGetValue($"{project}:{target}", out var before))
                    return new(WriteOutcome.NotFound);
                if (terms.Refusal<TargetSpec>(before.Declared, $"target '{before.Key}'") is { } refusal)
                    return refusal;
                var edit = new RegistryEdit(now);
                edit.Remove(before);
                await CommitAsync(edit, terms);
                return new Written<TargetSpec>(WriteOutcome.Deleted, before);
            },
            cancel);

    /// <summary>Starts a target's monitor: creates project and target where they are missing, keeps what the description doesn't give.</summary>
    public Task<Written<TargetSpec>> StartMonitorAsync(string project, string target, Node body, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                var before = now.Targets.GetValueOrDefault($"{project}:{target}");
                if (Draft(new("", project, target), before is null ? body : Merged(before, body), before, out var problems) is not { } draft)
                    return Invalid<TargetSpec>(problems);
                return await PutAsync(now, draft, before, stopped: false, new());
            },
            cancel);

    /// <summary>
    /// Stops a target's monitor and remembers it, the file's included. An unknown one is <see cref="WriteOutcome.NotFound"/>, which callers answer as a
    /// success.
    /// </summary>
    public Task<Written<TargetSpec>> StopMonitorAsync(string project, string target, CancellationToken cancel) =>
        WriteAsync(
            async now =>
            {
                if (!now.Targets.TryGetValue($"{project}:{target}", out var before))
                    return new(WriteOutcome.NotFound);
                return before.Stopped ? new(WriteOutcome.Unchanged, before) : await SetStoppedAsync(now, before, stopped: true);
            },
            cancel);

    /// <summary>What a description says; null when there are problems.</summary>
    private TargetDraft? Draft(TargetPlace place, Node body, TargetSpec? before, out Problems problems)
    {
        problems = new();
        CheckName("project", place.Project, problems);
        CheckName("target", place.Id, problems);
        return _targets.Read(body, place, before, problems) is { } draft && problems.None ? draft : null;
    }

    private async Task<Written<TargetSpec>> PutAsync(RegistrySnapshot now, TargetDraft draft, TargetSpec? before, bool stopped, Terms terms)
    {
        var after = Assemble.Spec(draft, now.TargetTiming(draft.Given, draft.Project), stopped, Declare(before?.Declared));
        if (before is not null && Definitions.Text(before) == Definitions.Text(after))
            return before.Stopped == stopped ? new(WriteOutcome.Unchanged, before) : await SetStoppedAsync(now, before, stopped);
        if (new Terms().Refusal<TargetSpec>(before?.Declared, $"target '{draft.Key}'") is { } refusal)
            return refusal;
        after = after with { Declared = Dated(after.Declared, Definitions.Etag(after), before?.Declared) };
        var edit = new RegistryEdit(now);
        AddProject(edit, draft.Project);
        edit.Set(after);
        await CommitAsync(edit, terms);
        return new(before is null ? WriteOutcome.Created : WriteOutcome.Replaced, after);
    }

    private async Task<Written<TargetSpec>> SetStoppedAsync(RegistrySnapshot now, TargetSpec before, bool stopped)
    {
        var edit = new RegistryEdit(now);
        var after = before with { Stopped = stopped };
        edit.Set(after);
        await CommitAsync(edit);
        return new(WriteOutcome.Replaced, after);
    }

    /// <summary>The description of what is there, with what is given now put over it.</summary>
    private static Node Merged(TargetSpec before, Node body)
    {
        if (body is not MapNode given || JsonNodes.Read(Encoding.UTF8.GetBytes(Definitions.Text(before)), new()) is not MapNode present)
            return body;
        return new MapNode([.. given.Entries, .. present.Entries.Where(entry => given.Find(entry.Key) is null)], given.At);
    }

    private static void CheckName(string what, string id, Problems problems)
    {
        if (!Names.IsId(id))
            problems.Add(what, $"found {new ScalarNode(ScalarKind.Text, id).Found}; allowed: {Describing.IdRule}");
    }
}
