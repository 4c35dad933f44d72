using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Hale.Server.Live;

namespace Hale.Server.Tests.Live;

public sealed class LiveSocketTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Socket_Frames_AreSpeltAsTheContractSays()
    {
        await using var rig = await LiveRig.StartAsync();
        rig.State.Set("shop-api", 1);
        using var socket = await rig.ConnectAsync("?results=true");

        Assert.Equal(
            """{"type":"snapshot","seq":2,"services":[{"id":"shop-api","version":1}],"projects":[{"id":"shop","version":0}],"targets":[],"deployments":[]}""",
            await LiveRig.ReadTextAsync(socket));
        rig.State.Set("shop-api", 2);
        rig.State.Result("shop-api", 7);
        rig.State.Remove("shop-api");
        rig.Feed.Publish(new LiveItem(LiveType.Target, "production", "shop", null));
        Assert.Equal("""{"type":"service","seq":3,"service":{"id":"shop-api","version":2}}""", await LiveRig.ReadTextAsync(socket));
        Assert.Equal("""{"type":"result","seq":3,"service_id":"shop-api","number":7}""", await LiveRig.ReadTextAsync(socket));
        Assert.Equal("""{"type":"service","seq":4,"id":"shop-api","removed":true}""", await LiveRig.ReadTextAsync(socket));
        Assert.Equal("""{"type":"target","seq":5,"id":"production","project":"shop","removed":true}""", await LiveRig.ReadTextAsync(socket));
    }

    [Fact]
    public async Task Socket_Silence_Heartbeat()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync();
        await LiveRig.ReadAsync(socket);
        // The frame was read before the seat armed its next silence; so the clock goes on until the beat comes.
        var beat = LiveRig.ReadTextAsync(socket);
        // Each time it is given a moment of real time: a clock that races would let the writer's own limit pass too.
        for (var turns = 0; turns < 100 && !await EndsAsync(beat); turns++)
            rig.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("""{"type":"heartbeat","seq":1}""", await beat);
    }

    [Fact]
    public async Task Socket_OfAFlood_BringsEachChangeInItsOrder()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync();
        await LiveRig.ReadAsync(socket);
        var versions = ReadVersionsAsync(socket, 500);

        for (var version = 1; version <= 500; version++)
            rig.State.Set($"s{version % 7}", version);
        // What comes in a flood is gathered for a moment, and time is ours.
        while (!await EndsAsync(versions))
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(Enumerable.Range(1, 500), await versions);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(70_000)]
    public async Task Socket_MessagesOfAnyLength_AreWhole(int length)
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync();
        await LiveRig.ReadAsync(socket);
        var text = new string('x', length);

        foreach (var id in (string[])["a", "b"])
            rig.Feed.Publish(new LiveItem(LiveType.Service, id, "shop", Encoding.UTF8.GetBytes($"{{\"id\":\"{id}\",\"text\":\"{text}\"}}")));

        Assert.Equal($$$"""{"type":"service","seq":2,"service":{"id":"a","text":"{{{text}}}"}}""", await LiveRig.ReadTextAsync(socket));
        Assert.Equal($$$"""{"type":"service","seq":3,"service":{"id":"b","text":"{{{text}}}"}}""", await LiveRig.ReadTextAsync(socket));
    }

    [Fact]
    public async Task Socket_OfManyReaders_EachFrameIsSpeltOnce()
    {
        await using var rig = await LiveRig.StartAsync();
        using var first = rig.Feed.Join(LiveFilter.All, null, rig.State.Snapshot);
        using var second = rig.Feed.Join(LiveFilter.All, null, rig.State.Snapshot);
        rig.State.Set("a", 1);

        var (one, other) = ((await first.NextAsync(Cancel)).Frames.Single(), (await second.NextAsync(Cancel)).Frames.Single());

        Assert.True(one.Text.Overlaps(other.Text));
    }

    [Fact]
    public async Task Socket_OverHttp2_TellsTheSame()
    {
        await using var rig = await LiveRig.StartAsync(http2: true);
        using var http = new HttpClient();
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await socket.ConnectAsync(new Uri($"ws://{rig.Address.Authority}/ws/health"), http, Cancel);
        Assert.Equal("snapshot", (await LiveRig.ReadAsync(socket)).GetProperty("type").GetString());

        rig.State.Set("a", 1);

        Assert.Equal("""{"type":"service","seq":2,"service":{"id":"a","version":1}}""", await LiveRig.ReadTextAsync(socket));
    }

    [Fact]
    public async Task Socket_SinceServable_OnlyWhatCameAfter()
    {
        await using var rig = await LiveRig.StartAsync();
        rig.State.Set("a", 1);
        rig.State.Set("a", 2);
        rig.State.Set("a", 3);

        using var socket = await rig.ConnectAsync("?since=2");

        Assert.Equal("""{"type":"service","seq":3,"service":{"id":"a","version":2}}""", await LiveRig.ReadTextAsync(socket));
        Assert.Equal("""{"type":"service","seq":4,"service":{"id":"a","version":3}}""", await LiveRig.ReadTextAsync(socket));
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    public async Task Socket_SinceThatCannotBeServed_Snapshot(string since)
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync($"?since={since}");

        Assert.Equal("snapshot", (await LiveRig.ReadAsync(socket)).GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("since", "yesterday")]
    [InlineData("results", "maybe")]
    public async Task Socket_ParameterThatCannotBeRead_400Problem(string name, string value)
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync($"?{name}={value}");
        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(rig.Address, $"/sse/health?{name}={value}"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"\"{name}\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_PlainRequest_426Problem()
    {
        await using var rig = await LiveRig.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(rig.Address, "/ws/health"), Cancel);

        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Socket_TooMany_503AndAPlaceAgainOnceOneLeft()
    {
        await using var rig = await LiveRig.StartAsync(most: 1);
        using var first = await rig.ConnectAsync("?results=true");
        await LiveRig.ReadAsync(first);
        using var second = await rig.ConnectAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.HttpStatusCode);

        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        await rig.Time.QuietAsync(() => !rig.Feed.WantsResults);

        ClientWebSocket third;
        do
            third = await rig.ConnectAsync();
        while (third.HttpStatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("snapshot", (await LiveRig.ReadAsync(third)).GetProperty("type").GetString());
        third.Dispose();
    }

    [Fact]
    public async Task Socket_TenThousandServices_SnapshotIsWhole()
    {
        await using var rig = await LiveRig.StartAsync();
        for (var i = 0; i < 10_000; i++)
            rig.State.Set($"service-{i}", i);

        using var socket = await rig.ConnectAsync();

        var snapshot = await LiveRig.ReadAsync(socket);
        Assert.Equal(10_000, snapshot.GetProperty("services").GetArrayLength());
        Assert.Equal(10_001, snapshot.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Socket_ReaderThatDoesNotRead_HoldsNobodyBackAndEndsWithTheNewest()
    {
        await using var rig = await LiveRig.StartAsync();
        using var slow = await rig.ConnectAsync();
        for (var version = 1; version <= 300_000; version++)
            rig.State.Set($"s{version % 5}", version);
        Assert.True(rig.Feed.Pending <= 1024);

        var newest = ReadNewestAsync(slow, rig.Feed.Seq);
        // What comes in a flood is gathered for a moment, and time is ours.
        while (!await EndsAsync(newest))
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal([299_996, 299_997, 299_998, 299_999, 300_000], (await newest).Values.Order());
    }

    private static async Task<Dictionary<string, int>> ReadNewestAsync(ClientWebSocket socket, long until)
    {
        var newest = new Dictionary<string, int>();
        JsonElement frame;
        do
        {
            frame = await LiveRig.ReadAsync(socket);
            var all = frame.TryGetProperty("services", out var services) ? services.EnumerateArray().ToArray() : frame.TryGetProperty("service", out var one) ? [one] : [];
            foreach (var service in all)
                newest[service.GetProperty("id").GetString()!] = service.GetProperty("version").GetInt32();
        }
        while (frame.GetProperty("seq").GetInt64() < until);
        return newest;
    }

    [Fact]
    public async Task Socket_ClientCloses_IsAnsweredAndItsSeatIsFree()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync("?results=true");
        await LiveRig.ReadAsync(socket);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Cancel);

        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await rig.Time.QuietAsync(() => !rig.Feed.WantsResults);
    }

    [Fact]
    public async Task Socket_ClientVanishes_ItsSeatIsFree()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync("?results=true");
        await LiveRig.ReadAsync(socket);

        socket.Abort();

        await rig.Time.QuietAsync(() => !rig.Feed.WantsResults);
    }

    [Fact]
    public async Task Socket_ClientTalks_SmallIsIgnoredAndLargeEndsWith1009()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync();
        await LiveRig.ReadAsync(socket);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        rig.State.Set("a", 1);
        Assert.Equal("service", (await LiveRig.ReadAsync(socket)).GetProperty("type").GetString());

        await socket.SendAsync(new byte[5000], WebSocketMessageType.Binary, true, Cancel);

        Assert.Null(await LiveRig.ReadTextAsync(socket));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    [Fact]
    public async Task Socket_HubStops_1001()
    {
        await using var rig = await LiveRig.StartAsync();
        using var socket = await rig.ConnectAsync();
        await LiveRig.ReadAsync(socket);

        var stopping = rig.StopAsync();

        Assert.Null(await LiveRig.ReadTextAsync(socket));
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        await stopping;
    }

    private static async Task<bool> EndsAsync(Task task)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromMilliseconds(200));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<int>> ReadVersionsAsync(WebSocket socket, int count)
    {
        var versions = new List<int>();
        while (versions.Count < count)
            versions.Add((await LiveRig.ReadAsync(socket)).GetProperty("service").GetProperty("version").GetInt32());
        return versions;
    }
}
