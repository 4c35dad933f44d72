using System.Text;
using System.Text.Json;
using Hale.Cli;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Specs;
using Hale.Server;
using Hale.Server.Config;
using Hale.Server.Maintenance;
using Hale.Server.Registry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hale.Rules.Tests;

/// <summary>What the guide shows works: the program itself reads the examples.</summary>
public sealed class GuideTests
{
    /// <summary>Spellings of what the guide names otherwise.</summary>
    private static readonly HashSet<string> Undocumented = ["/openapi/{documentName}.json"];

    [Fact]
    public void Examples_OfTheFile_AreRead()
    {
        var checks = CheckCatalog.Standard(TimeProvider.System, new() { AllowExec = true });
        var strays = from example in Guide.Examples("yaml")
                     from line in ConfigFile.ReadText(example.Text, "hale.yaml", new(_ => null, _ => null), checks).Lines
                     select $"{example.At}: {line}";
        Source.Nothing(strays, "Examples that the hub would refuse (a block in yaml is a whole hale.yaml, others are yml):");
    }

    [Fact]
    public void Examples_OfCommands_AreUnderstood()
    {
        var root = Catalog.Root(Terminal.OfProcess());
        var strays = from command in Guide.Commands()
                     from error in root.Parse(command.Arguments).Errors
                     select $"{command.At}: hale {string.Join(' ', command.Arguments)}: {error.Message}";
        Source.Nothing(strays, "Examples that the command line would refuse:");
    }

    [Fact]
    public void Examples_OfJson_CanBeRead()
    {
        var strays = from example in Guide.Examples("json")
                     let problem = Unreadable(example.Text)
                     where problem is not null
                     select $"{example.At}: {problem}";
        Source.Nothing(strays, "JSON that can't be read:");
    }

    [Fact]
    public void Examples_OfMaintenance_AreTaken()
    {
        var examples = Guide.Examples("json").Where(example => example.At.StartsWith("docs/guide/maintenance.md", StringComparison.Ordinal)).ToArray();
        var strays = from example in examples
                     from problem in Refused(example.Text)
                     select $"{example.At}: {problem.Path}: {problem.Message}";
        Source.Nothing(strays, "Windows of maintenance that the hub would refuse:");
        Assert.Equal(3, examples.Length);

        static IReadOnlyList<Problem> Refused(string json)
        {
            var problems = new Problems();
            var node = JsonNodes.Read(Encoding.UTF8.GetBytes(json), problems)!;
            var id = ((node as MapNode)?.Find("id") as ScalarNode)?.Text ?? "example";
            MaintenanceReader.Read(node, id, new(Origin.Api, "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), problems);
            return problems.All;
        }
    }

    [Fact]
    public void Commands_EachOne_IsInTheGuide()
    {
        var page = Source.Read("docs/guide/command-line.md");
        var strays = Catalog.Root(Terminal.OfProcess()).Subcommands.Where(command => !command.Hidden)
            .SelectMany(command => command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name).DefaultIfEmpty().Select(verb => (command.Name, verb)))
            .Where(pair => !page.Contains($"`hale {pair.Name}", StringComparison.Ordinal) || (pair.verb is { } verb && !page.Contains($"`{verb}`", StringComparison.Ordinal)
                && !page.Contains($"`hale {pair.Name} {verb}", StringComparison.Ordinal)))
            .Select(pair => $"hale {pair.Name} {pair.verb}");
        Source.Nothing(strays, "Commands that docs/guide/command-line.md does not name:");
    }

    [Fact]
    public async Task Routes_EachOne_IsInTheGuide()
    {
        var folder = Directory.CreateTempSubdirectory("hale-rules-");
        try
        {
            var settings = new HubSettings { Urls = "http://127.0.0.1:0", Data = folder.FullName, Config = Path.Combine(folder.FullName, "hale.yaml"), Log = "json" };
            await using var hub = await Hub.StartAsync(settings, cancel: TestContext.Current.CancellationToken);
            var guide = string.Concat(Guide.Pages.Select(Source.Read));
            var strays = hub.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Select(route => "/" + route.RoutePattern.RawText!.Trim('/')).Distinct().Where(route => !Undocumented.Contains(route))
                .Where(route => !guide.Contains($"{route}`", StringComparison.Ordinal) && !guide.Contains($"{route}?", StringComparison.Ordinal));
            Source.Nothing(strays.Order(StringComparer.Ordinal), "Routes that the guide does not name:");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string? Unreadable(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return null;
        }
        catch (JsonException error)
        {
            return error.Message;
        }
    }
}
