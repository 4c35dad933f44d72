using System.Globalization;
using Hale.Tests.Kit;

namespace Hale.Journeys.Tests;

/// <summary>The wall clock is set while the hub runs: checks go on as if nothing were, nobody is down for it, and what is kept follows a rule.</summary>
public sealed class ClockJourneys
{
    private const string Shop = """
        projects:
          shop:
            services:
              api: { check: "http://api.test/health" }
              job: { check: { type: heartbeat, token: token-of-the-job, grace: 1m }, interval: 10m }
              night: { check: { type: heartbeat, token: token-of-the-night, grace: 30m, schedule: "0 3 * * *" } }
        """;

    public static TheoryData<string> Leaps => ["-1.00:00:00", "-01:00:00", "01:00:00", "1.00:00:00"];

    [Theory]
    [MemberData(nameof(Leaps))]
    public async Task Clock_IsSet_ChecksGoOnAndNobodyIsDown(string leap)
    {
        await using var world = await World.StartAsync(Shop);
        await world.AskAsync(HttpMethod.Post, "/api/heartbeat/token-of-the-job");
        await world.AskAsync(HttpMethod.Post, "/api/heartbeat/token-of-the-night");
        await world.PassAsync(300);
        var before = world.Sites.Requests.Count;

        world.Time.LeapWall(TimeSpan.Parse(leap, CultureInfo.InvariantCulture));
        await world.PassAsync(300);

        Assert.Equal(10, world.Sites.Requests.Count - before);
        Assert.Equal(["shop-api up", "shop-job up", "shop-night up"], await StatusesAsync(world));
        // What is due is due: the job has not called for eleven minutes.
        await world.PassAsync(50);
        Assert.Equal(["shop-api up", "shop-job up", "shop-night up"], await StatusesAsync(world));
        await world.PassAsync(20);
        Assert.Equal(["shop-api up", "shop-job down", "shop-night up"], await StatusesAsync(world));
    }

    [Theory]
    [MemberData(nameof(Leaps))]
    public async Task Results_AroundALeap_AreAllKeptInTheOrderOfTheirTimes(string leap)
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(600);
        world.Time.LeapWall(TimeSpan.Parse(leap, CultureInfo.InvariantCulture));
        await world.PassAsync(600);
        await world.WrittenAsync();

        var asked = world.Sites.Requests.Count;
        Assert.Equal(asked, await ExportedAsync(world));
        await world.StopHubAsync();
        await world.StartHubAsync();
        Assert.Equal(asked, await ExportedAsync(world) - (world.Sites.Requests.Count - asked));
    }

    [Fact]
    public async Task Outage_WhileTheClockIsSetBack_IsCountedOnce()
    {
        await using var world = await World.StartAsync(Shop);
        await world.PassAsync(7_200);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Refused);
        await world.PassAsync(1_800);
        world.Time.LeapWall(TimeSpan.FromHours(-1));
        await world.PassAsync(1_800);
        world.Sites.Answer("http://api.test/health", FakeAnswer.Ok());
        await world.PassAsync(7_200);
        await world.WrittenAsync();

        var uptime = await world.GetAsync("/api/services/shop-api/uptime?window=6h");

        // By the wall clock four hours have passed since the start. It is up again at the moment at which, the first time, it went down; the later word counts.
        var (up, down, unknown) = ((double)uptime["up_seconds"]!, (double)uptime["down_seconds"]!, (double)uptime["unknown_seconds"]!);
        Assert.Equal(6 * 3_600, up + down + unknown, 1.0);
        Assert.InRange(down, 0, 60);
        Assert.InRange(up, 4 * 3_600 - 120, 4 * 3_600 + 300);
    }

    private static async Task<IEnumerable<string>> StatusesAsync(World world) =>
        (await world.GetAsync("/api/services"))["items"]!.AsArray().Select(each => $"{each!["id"]} {each["health"]!["status"]}");

    /// <summary>How many results the export has, each of a time that is not before the last one's.</summary>
    private static async Task<int> ExportedAsync(World world)
    {
        var to = world.Time.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var document = await world.GetAsync($"/api/export?service=shop-api&to={to}");
        var times = document["monitored_deployments"]!["shop-api"]!["health_history"]!.AsArray().Select(each => (decimal)each!["timestamp"]!).ToArray();
        Assert.Equal(times.Order(), times);
        return times.Length;
    }
}
