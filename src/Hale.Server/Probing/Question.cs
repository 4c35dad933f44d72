using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;

namespace Hale.Server.Probing;

/// <summary>What a probe asks.</summary>
/// <param name="Module">The module's name; null where the target's scheme says enough.</param>
internal sealed record Question(string? Module, CheckSpec Check)
{
    private const string Separator = "://";

    /// <summary>Reads target and module; null, with every problem, when they can't be asked.</summary>
    public static Question? Read(CheckCatalog checks, string? target, string? module, Problems problems)
    {
        var named = module is null ? null : Probing.Module.All.FirstOrDefault(each => each.Name == module);
        if (module is not null && named is null)
            problems.Add("module", $"found \"{module}\"; allowed: {string.Join(", ", Probing.Module.All.Select(each => each.Name))}, or none with a target that has a scheme");
        if (string.IsNullOrWhiteSpace(target))
            problems.Add("target", "is missing; needed: a host, a host and port, or a URL");
        if (!problems.None)
            return null;
        var scheme = Scheme(target!);
        named ??= scheme is null ? Probing.Module.All[0] : null;
        if (named is not null && scheme is not null && !named.Schemes.Contains(scheme))
            problems.Add("target", $"found {scheme}{Separator}; allowed with the module {named.Name}: {string.Join(", ", named.Schemes.Select(each => each + Separator))}");
        return problems.None ? Described(checks, scheme is null ? named!.Schemes[0] + Separator + target : target!, named, problems) : null;
    }

    private static Question? Described(CheckCatalog checks, string url, Module? module, Problems problems)
    {
        var body = new JsonObject { ["url"] = url };
        foreach (var (name, value) in module?.Options ?? [])
            body[name] = value;
        var found = new Problems();
        var check = checks.Read(JsonNodes.From(body), "", Column.Service, null, found);
        foreach (var problem in found.All)
            problems.Add("target", problem.Message);
        return check is null ? null : new(module?.Name, check with { Options = check.Options.KeepingBody(), Guarded = true });
    }

    private static string? Scheme(string target) =>
        target.IndexOf(Separator, StringComparison.Ordinal) is > 0 and var at ? target[..at].ToLowerInvariant() : null;
}
