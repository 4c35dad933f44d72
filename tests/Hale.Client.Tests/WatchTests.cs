using System.Net.WebSockets;
using System.Text;
using Hale.Tests.Kit;

namespace Hale.Client.Tests;

public sealed class WatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_Frames_ComeTyped()
    {
        await using var stub = await Frames(
            """{"type":"snapshot","seq":1,"services":[{"id":"a"}],"projects":[],"targets":[{"id":"t","project":"p"}]}""",
            """{"type":"service","seq":2,"service":{"id":"a","health":{"status":"down"}}}""",
            """{"type":"service","seq":3,"id":"a","removed":true}""",
            """{"type":"project","seq":4,"project":{"id":"p"}}""",
            """{"type":"target","seq":5,"target":{"id":"t"}}""",
            """{"type":"result","seq":6,"service_id":"b","success":true,"status":"up"}""",
            """{"type":"heartbeat","seq":6}""",
            """{"type":"alert","seq":7,"alert":{"id":"x"}}""");
        using var hale = new HaleClient(stub.Address);
        var seen = await TakeAsync(hale.WatchAsync(new() { Resume = false, Project = "p", Results = true, Since = 0 }, Cancel), 8);
        Assert.Equal("a", Assert.Single(Assert.IsType<LiveSnapshot>(seen[0]).Services).Id);
        Assert.Equal("down", Assert.IsType<LiveService>(seen[1]).Service!.Health.Status);
        Assert.Equal(new LiveService(3, "a", null), seen[2]);
        Assert.Equal("p", Assert.IsType<LiveProject>(seen[3]).Id);
        Assert.Equal("t", Assert.IsType<LiveTarget>(seen[4]).Id);
        Assert.Equal("b", Assert.IsType<LiveResult>(seen[5]).Result.ServiceId);
        Assert.IsType<LiveHeartbeat>(seen[6]);
        Assert.Equal("alert", Assert.IsType<LiveOther>(seen[7]).Type);
        Assert.Equal("GET /ws/health?project=p&results=true&since=0", Assert.Single(stub.Asked));
    }

    [Fact]
    public async Task Watch_BrokenOff_GoesOnFromTheLastNumber()
    {
        var time = new ManualTime();
        var connections = 0;
        await using var stub = await Stub.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            if (++connections == 1)
            {
                await SendAsync(socket, """{"type":"snapshot","seq":41,"services":[],"projects":[],"targets":[]}""");
                await SendAsync(socket, """{"type":"heartbeat","seq":42}""");
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restarting", Cancel);
                return;
            }

            await SendAsync(socket, """{"type":"heartbeat","seq":43}""");
            await socket.ReceiveAsync(new byte[1].AsMemory(), context.RequestAborted);
        });
        using var hale = new HaleClient(stub.Address);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var taking = TakeAsync(hale.WatchAsync(new() { Time = time }, ended.Token), 3);
        while (!taking.IsCompleted)
            if (time.NextDue is { } due && due - time.Passed <= TimeSpan.FromSeconds(1))
                time.Advance(due - time.Passed);
            else
                await Task.Yield();
        Assert.Equal([41, 42, 43], (await taking).Select(change => change.Seq));
        Assert.Equal(["GET /ws/health", "GET /ws/health?since=42"], stub.Asked);
        Assert.Equal(TimeSpan.FromSeconds(1), time.Passed);
        await ended.CancelAsync();
    }

    [Fact]
    public async Task Watch_Silent_IsHeldForBroken()
    {
        var time = new ManualTime();
        await using var stub = await Frames("""{"type":"heartbeat","seq":1}""");
        using var hale = new HaleClient(stub.Address);
        var watching = hale.WatchAsync(new() { Time = time, Resume = false }, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watching.MoveNextAsync());
        var next = watching.MoveNextAsync().AsTask();
        while (time.NextDue != TimeSpan.FromSeconds(45))
            await Task.Yield();
        time.Advance(TimeSpan.FromSeconds(45));
        Assert.False(await next);
        await watching.DisposeAsync();
    }

    [Fact]
    public async Task Watch_ARealHub_ShowsWhatIsSet()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["hale.yaml"], "", Cancel);
        await using var hub = await Server.Hub.StartAsync(
            new() { Urls = "http://127.0.0.1:0", Data = folder["data"], Config = folder["hale.yaml"], LogLevels = "Hale=none,Microsoft=none" }, cancel: Cancel);
        using var hale = new HaleClient(hub.Addresses[0]);
        await using var watching = hale.WatchAsync(cancel: Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watching.MoveNextAsync());
        Assert.Empty(Assert.IsType<LiveSnapshot>(watching.Current).Services);
        var made = await hale.CreateServiceAsync(new() { Project = "shop", Name = "api", Check = "tcp://127.0.0.1:1", Paused = true }, Cancel);
        Assert.Equal("shop-api", made.Id);
        do
            Assert.True(await watching.MoveNextAsync());
        while (watching.Current is not LiveService);
        Assert.Equal("shop-api", ((LiveService)watching.Current).Id);
        var stale = await Assert.ThrowsAsync<HaleConflictException>(() => hale.PutServiceAsync("shop-api", new ServiceDraft(), "old", Cancel));
        Assert.True(stale.Stale);
        await hale.DeleteServiceAsync("shop-api", made.Etag, Cancel);
        do
            Assert.True(await watching.MoveNextAsync());
        while (watching.Current is not LiveService { Service: null });
        Assert.Equal("healthy", (await hale.OwnHealthAsync(fresh: true, Cancel)).Status);
    }

    private static Task<Stub> Frames(params string[] frames) => Stub.StartAsync(async context =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        foreach (var frame in frames)
            await SendAsync(socket, frame);
        await socket.ReceiveAsync(new byte[1].AsMemory(), context.RequestAborted);
    });

    private static async Task SendAsync(WebSocket socket, string frame) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, Cancel);

    private static async Task<List<LiveChange>> TakeAsync(IAsyncEnumerable<LiveChange> changes, int count)
    {
        var taken = new List<LiveChange>();
        await foreach (var change in changes)
        {
            taken.Add(change);
            if (taken.Count == count)
                break;
        }

        return taken;
    }
}
