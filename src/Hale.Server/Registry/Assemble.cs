using System.Collections.ObjectModel;

namespace Hale.Server.Registry;

/// <summary>Puts what was described, its settings and its times together. Pure.</summary>
internal static class Assemble
{
    public static ProjectSpec Spec(ProjectDraft draft, Declaration declared) =>
        new(draft.Id, draft.Name, draft.Labels, draft.Defaults, draft.TargetDefaults, draft.PrimaryTarget, declared);

    public static ServiceSpec Spec(ServiceDraft draft, Timing timing, bool paused, Declaration declared) => new()
    {
        Id = draft.Id,
        Project = draft.Project,
        Name = draft.Name,
        Type = draft.Type,
        Critical = draft.Critical,
        Check = draft.Check,
        Given = draft.Given,
        Timing = timing,
        DependsOn = draft.DependsOn,
        Labels = draft.Labels,
        Paused = paused,
        Version = draft.Version,
        Port = draft.Port,
        ContainerId = draft.ContainerId,
        Declared = declared,
    };

    public static TargetSpec Spec(TargetDraft draft, Timing timing, bool stopped, Declaration declared) => new()
    {
        Id = draft.Id,
        Project = draft.Project,
        Url = draft.Url,
        Check = draft.Check,
        Given = draft.Given,
        Timing = timing,
        ProcessName = draft.ProcessName,
        Stopped = stopped,
        Declared = declared,
    };

    /// <summary>A project that nobody described: its id is all there is.</summary>
    public static ProjectSpec Bare(string id, DateTimeOffset now)
    {
        var spec = new ProjectSpec(
            id, id, ReadOnlyDictionary<string, string>.Empty, CheckSettings.None, CheckSettings.None, null, new(Origin.Api, "", now, now));
        return spec with { Declared = spec.Declared with { Etag = Definitions.Etag(spec) } };
    }

    /// <summary>A time in the precision it is told and kept in: milliseconds.</summary>
    public static DateTimeOffset Cut(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>Now, or just after <paramref name="before"/> when the clock has not moved on: a change always shows.</summary>
    public static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset before) => now > before ? now : before.AddMilliseconds(1);

    /// <summary>Gives services and targets the settings that hold in <paramref name="next"/>; those to whom nothing changes are left alone.</summary>
    public static void Retime(
        RegistryEdit edit, RegistrySnapshot next, IEnumerable<ServiceSpec> services, IEnumerable<TargetSpec> targets, DateTimeOffset now)
    {
        foreach (var service in services)
            if (next.ServiceTiming(service.Given, service.Check, service.Project) is var timing && timing != service.Timing)
                Retime(edit, service with { Timing = timing }, now);
        foreach (var target in targets)
            if (next.TargetTiming(target.Given, target.Project) is var timing && timing != target.Timing)
                Retime(edit, target with { Timing = timing }, now);
    }

    private static void Retime(RegistryEdit edit, ServiceSpec spec, DateTimeOffset now)
    {
        var etag = Definitions.Etag(spec);
        // The same as is kept: it was timed so before the hub was restarted.
        if (etag == spec.Declared.Etag)
            edit.Place(spec);
        else
            edit.Set(spec with { Declared = spec.Declared with { Etag = etag, UpdatedAt = Later(now, spec.Declared.UpdatedAt) } });
    }

    private static void Retime(RegistryEdit edit, TargetSpec spec, DateTimeOffset now)
    {
        var etag = Definitions.Etag(spec);
        if (etag == spec.Declared.Etag)
            edit.Place(spec);
        else
            edit.Set(spec with { Declared = spec.Declared with { Etag = etag, UpdatedAt = Later(now, spec.Declared.UpdatedAt) } });
    }
}
