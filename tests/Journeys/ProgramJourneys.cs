using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hale.Server;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>The program, whatever code it was published as, against the hub that all other tests know: made ahead of time it finds nothing by reflection.</summary>
public sealed class ProgramJourneys
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_AskedOnEveryRoute_AnswersInTheShapeOfTheHubInThisProcess()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, """{"status":"healthy","uptime":7}"""));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            folder["hale.yaml"],
            $$"""
            projects:
              shop:
                targets: { live: { url: "{{site.Url()}}" } }
                services:
                  api: { check: "{{site.Url()}}", depends_on: [machine] }
                  machine: { check: "host://" }
                  job: { check: "heartbeat:", interval: 1h }
            """,
            Cancel);
        Dictionary<string, Answer> ofProgram;
        JsonNode described;
        await using (var program = await HubProcess.StartAsync(folder.Path, Cancel))
        {
            await CheckAsync(program.Client);
            described = (await program.Client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancel))!;
            ofProgram = await AskAsync(program.Client, described);
            Assert.Equal(0, await program.StopAsync(Cancel));
        }

        await using var hub = await Hub.StartAsync(
            new() { Urls = "http://127.0.0.1:0", Data = folder["data"], Config = folder["hale.yaml"], LogLevels = "Hale=none,Microsoft=none" }, cancel: Cancel);
        using var client = new HttpClient { BaseAddress = hub.Addresses[0] };
        await CheckAsync(client);
        var ofHub = await AskAsync(client, described);

        Assert.True(ofHub.Count > 40, $"{ofHub.Count} routes");
        Assert.True(JsonNode.DeepEquals(Shared(described), Shared((await client.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Cancel))!)), "the description of the API is another");
        Assert.Empty(ofHub.SelectMany(each => each.Value.Unlike(ofProgram[each.Key]).Select(unlike => $"{each.Key}: {unlike}")));
    }

    private static async Task CheckAsync(HttpClient hub)
    {
        foreach (var watched in new[] { "services/shop-api", "services/shop-machine", "monitoring/shop/live" })
            (await hub.PostAsync($"/api/{watched}/check", null, Cancel)).EnsureSuccessStatusCode();
    }

    private static async Task<Dictionary<string, Answer>> AskAsync(HttpClient hub, JsonNode described)
    {
        var answers = new Dictionary<string, Answer>();
        foreach (var (route, methods) in described["paths"]!.AsObject())
        {
            if (methods!["get"] is null)
                continue;
            var path = route.Replace("{id}", route.StartsWith("/api/projects", StringComparison.Ordinal) ? "shop" : "shop-api", StringComparison.Ordinal)
                .Replace("{target}", "live", StringComparison.Ordinal).Replace("{token}", "nobodys-token", StringComparison.Ordinal).Replace("{what}", "start", StringComparison.Ordinal);
            using var answer = await hub.GetAsync(path, Cancel);
            answers.Add(route, new((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Cancel)));
        }

        return answers;
    }

    /// <summary>Where it happens to listen is no part of what is shared.</summary>
    private static JsonNode Shared(JsonNode described)
    {
        described.AsObject().Remove("servers");
        return described;
    }

    private sealed record Answer(int Status, string? Type, string Body)
    {
        /// <summary>In what another differs; times, numbers and what is not known yet aside.</summary>
        public IEnumerable<string> Unlike(Answer other)
        {
            if ((Status, Type) != (other.Status, other.Type))
                return [$"{other.Status} {other.Type} is not {Status} {Type}: {other.Body}"];
            return Type is "application/json" or "application/problem+json" ? Unlike("", JsonNode.Parse(Body), JsonNode.Parse(other.Body)) : [];
        }

        // What is not known yet is left out of an answer, so only what both tell is compared; that nothing is forgotten is what the description says.
        private static IEnumerable<string> Unlike(string place, JsonNode? one, JsonNode? other) => (one, other) switch
        {
            (null, _) or (_, null) => [],
            (JsonObject a, JsonObject b) => a.SelectMany(each => Unlike($"{place}/{each.Key}", each.Value, b[each.Key])),
            (JsonArray a, JsonArray b) => a.Zip(b).SelectMany(each => Unlike($"{place}[]", each.First, each.Second)),
            _ => one.GetValueKind() == other.GetValueKind() || (IsTruth(one) && IsTruth(other)) ? [] : [$"{place} is {other.ToJsonString()}, not {one.ToJsonString()}"],
        };

        private static bool IsTruth(JsonNode node) => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False;
    }
}
