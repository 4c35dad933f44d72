using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Registry;

/// <summary>A definition that is not kept, as it would be asked.</summary>
internal sealed record Trial(CheckSpec Check, Timing Timing);

internal sealed partial class Registrar
{
    /// <summary>
    /// Reads what is needed to ask once as a service would be asked: its check and its settings; what else is said of it is for the write to judge.
    /// Credentials that are masked are those of the service of this id, where the API made it. Null, with every problem, when it can't be asked.
    /// </summary>
    public Trial? TryService(Node body, Problems problems)
    {
        if (!Describing.IsMap(body, "", problems))
            return null;
        var now = Now;
        var fields = new Fields(body, "", problems);
        var before = fields.Id("id") is { } id ? now.Services.GetValueOrDefault(id) : null;
        var check = _services.Check(body, before is { Declared.ManagedBy: Origin.Api } ? before.Check : null, problems);
        var given = CheckSettings.Read(fields);
        return check is null || !problems.None ? null : new(Guarded(check), now.ServiceTiming(given, check, fields.Text("project") ?? ""));
    }

    /// <summary>The same for a target.</summary>
    public Trial? TryTarget(Node body, Problems problems)
    {
        if (!Describing.IsMap(body, "", problems))
            return null;
        var now = Now;
        var fields = new Fields(body, "", new());
        var (project, id) = (fields.Text("project") ?? "", fields.Text("id") ?? "");
        var before = now.Targets.GetValueOrDefault($"{project}:{id}");
        var draft = _targets.Read(body, new("", project, id), before is { Declared.ManagedBy: Origin.Api } ? before : null, problems);
        return draft is null || !problems.None ? null : new(Guarded(draft.Check), now.TargetTiming(draft.Given, project));
    }

    /// <summary>Whoever asks is not the one who writes the file.</summary>
    private static CheckSpec Guarded(CheckSpec check) => check with { Guarded = true };
}
