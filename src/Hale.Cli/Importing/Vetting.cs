using System.Text.Json.Nodes;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server.Registry;

namespace Hale.Cli.Importing;

/// <summary>A service that the hub would take.</summary>
/// <param name="Shown">Its description without credentials.</param>
internal sealed record Vetted(ImportedService Service, JsonObject Shown);

/// <summary>Holds what readers made against the hub's own rules, so that what it would refuse is told before anything is sent.</summary>
internal sealed class Vetting(CheckCatalog checks)
{
    private readonly ServiceReader _reader = new(checks);

    /// <summary>The services that a hub would take; the others are told.</summary>
    public (IReadOnlyList<Vetted> Services, IReadOnlyList<ImportFinding> Findings) Vet(Imported imported)
    {
        var services = new List<Vetted>();
        var findings = new List<ImportFinding>(imported.Findings);
        foreach (var service in imported.Services)
        {
            var problems = new Problems();
            if (_reader.Read(JsonNodes.From(service.Body), new("", service.Id), null, problems) is { } draft)
                services.Add(new(service, Shown(service, draft)));
            else
                findings.AddRange(problems.All.Select(problem => new ImportFinding(service.Item, problem.Path, $"{Told(problem)}; the service is left out")));
        }

        return (services, findings);
    }

    /// <summary>What is wrong, without an address that may hold a login in whichever form its tool has it.</summary>
    private static string Told(Problem problem)
    {
        const string allowed = "; allowed: ";
        var at = problem.Message.IndexOf(allowed, StringComparison.Ordinal);
        return problem.Path is "check.url" or "check.proxy" && at >= 0 ? $"found another text{problem.Message[at..]}" : problem.Message;
    }

    private static JsonObject Shown(ImportedService service, ServiceDraft draft)
    {
        var shown = new JsonObject { ["id"] = service.Id };
        foreach (var (key, value) in service.Body)
            shown[key] = key == "check" ? draft.Check.Options.Describe(secrets: false) : value?.DeepClone();
        return shown;
    }
}
