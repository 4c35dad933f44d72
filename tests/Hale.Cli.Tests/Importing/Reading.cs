using System.Text;
using System.Text.Json.Nodes;
using Hale.Cli.Importing;
using Hale.Monitoring.Checks;

namespace Hale.Cli.Tests.Importing;

/// <summary>A source read and vetted, for a look at what came of it.</summary>
internal sealed class Reading
{
    private Reading(IReadOnlyList<Vetted> services, IReadOnlyList<ImportFinding> findings)
    {
        Services = services.ToDictionary(each => each.Service.Id, each => each.Service.Body);
        Findings = [.. findings.Select(each => each.ToString())];
    }

    public IReadOnlyDictionary<string, JsonObject> Services { get; }

    public IReadOnlyList<string> Findings { get; }

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Importing", "Fixtures");

    public static SourceFile Fixture(string name) => new(name, File.ReadAllBytes(Path.Combine(Folder, name)));

    public static SourceFile Written(string text, string name = "file") => new(name, Encoding.UTF8.GetBytes(text));

    public static Reading Of(IImport import, ImportSource source)
    {
        var (services, findings) = new Vetting(CheckCatalog.Standard(TimeProvider.System)).Vet(import.Read(source));
        return new(services, findings);
    }

    /// <summary>A service's description as JSON, in which apostrophes stand for quotes.</summary>
    public void Is(string id, string expected)
    {
        Assert.Contains(id, Services.Keys);
        var wanted = JsonNode.Parse(expected.Replace('\'', '"'))!;
        Assert.True(JsonNode.DeepEquals(wanted, Services[id]), $"{id} is {Services[id].ToJsonString()}");
    }

    /// <summary>That something is told, once.</summary>
    public void Tells(string start) => Assert.Single(Findings, finding => finding.StartsWith(start, StringComparison.Ordinal));
}
