using System.Net;
using Hale.Monitoring.Checks;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>What somebody does who adds a service by hand: tries it, keeps it, changes it, and puts it into the file at last.</summary>
public sealed class EditingJourneys
{
    private const string Service = """{"project":"shop","name":"api","check":"http://api.test/health"}""";

    [Fact]
    public async Task Service_TriedKeptChangedAndMovedIntoTheFile_IsWatchedThroughout()
    {
        await using var world = await World.StartAsync("defaults: { interval: 20s }");
        world.Sites.Answer("http://api.test/health", FakeAnswer.Fails(FailureKind.Refused));

        var (_, refused) = await world.AskAsync(HttpMethod.Post, "/api/check", Service);
        Assert.Equal(("down", "refused"), ((string?)refused!["status"], (string?)refused["failure"]));
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        var (_, good) = await world.AskAsync(HttpMethod.Post, "/api/check", Service);
        Assert.Equal("up", (string?)good!["status"]);
        await world.AskAsync(HttpMethod.Post, "/api/services?dry_run=true", Service);
        await world.PassAsync(60);
        Assert.Empty((await world.GetAsync("/api/services"))["items"]!.AsArray());
        Assert.Empty((await world.GetAsync("/api/events"))["items"]!.AsArray());

        Assert.Equal(HttpStatusCode.Created, (await world.AskAsync(HttpMethod.Post, "/api/services", Service)).Status);
        await world.PassAsync(20);
        Assert.Equal("up", (string?)(await world.GetAsync("/api/services/shop-api"))["health"]!["status"]);

        var given = (await world.GetAsync("/api/services/shop-api/definition"))["given"]!.AsObject();
        given["retries"] = 0;
        await world.AskAsync(HttpMethod.Put, "/api/services/shop-api", given.ToJsonString());
        var definition = await world.GetAsync("/api/services/shop-api/definition");
        Assert.Equal(("20s", "hub"), ((string?)definition["inherited"]!["interval"]!["value"], (string?)definition["inherited"]!["interval"]!["from"]));

        await File.WriteAllTextAsync(world.File, "defaults: { interval: 20s }\n" + definition["yaml"], TestContext.Current.CancellationToken);
        await world.AskAsync(HttpMethod.Post, "/-/reload");
        var filed = await world.GetAsync("/api/services/shop-api");
        Assert.Equal(("file", "hale.yaml:5", "up"), ((string?)filed["managed_by"], (string?)filed["declared_at"], (string?)filed["health"]!["status"]));
        Assert.Equal((string?)definition["etag"], (string?)filed["etag"]);
        Assert.Equal(definition["given"]!.ToJsonString(), (await world.GetAsync("/api/services/shop-api/definition"))["given"]!.ToJsonString());
    }
}
