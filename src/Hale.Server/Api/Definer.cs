using System.Text.Json.Nodes;
using Hale.Client;
using Hale.Monitoring.Checks;
using Hale.Server.Config;
using Hale.Server.Live;
using Hale.Server.Registry;

namespace Hale.Server.Api;

/// <summary>Shows definitions as they were given, with what they inherit now and as YAML.</summary>
internal sealed class Definer(RegistrySnapshot now, CheckCatalog checks)
{
    public DefinitionView Of(ServiceSpec spec)
    {
        var said = Said.Of(spec);
        var inherited = Inherited.Of(now, spec.Project, Column.Service, spec.Check.Options.IsPassive);
        return View(spec.Id, spec.Declared, said, inherited, ConfigText.Service(said, checks));
    }

    public DefinitionView Of(TargetSpec spec)
    {
        var said = Said.Of(spec);
        return View(spec.Id, spec.Declared, said, Inherited.Of(now, spec.Project, Column.Target, passive: false), ConfigText.Target(spec.Project, spec.Id, said));
    }

    public static DefinitionView Of(ProjectSpec spec)
    {
        var said = Said.Of(spec);
        return View(spec.Id, spec.Declared, said, [], ConfigText.Project(spec.Id, said));
    }

    private static DefinitionView View(
        string id, Declaration declared, JsonObject said, IReadOnlyList<Inherited> inherited, string yaml) =>
        new(id, said, Views.Inherited(inherited), yaml, Views.Manager(declared), declared.Place, declared.Etag);
}
