using System.Net;
using System.Net.Sockets;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Postgres;

/// <summary>A real PostgreSQL that stops, starts, is full or hangs; PostgreSQL's own <c>pg_isready</c> is asked beside.</summary>
public sealed class PostgresStateTests
{
    private static readonly Probe Probe = new();

    [Fact]
    public async Task StoppedAndRestarted_IsRefusedAndThenAcceptedAgain()
    {
        await using var server = await PostgresServer.StartAsync();
        var (knock, login) = (Probe.Spec(server.Url()), Probe.Spec(server.LoginUrl()));
        Assert.Null((await Probe.RunAsync(knock)).Failure);
        Assert.Equal(0, await server.IsReadyAsync());
        await server.EndAsync();
        Assert.Equal("hard Refused", (await Probe.RunAsync(knock)).Failure?.Kind());
        Assert.Equal("hard Refused", (await Probe.RunAsync(login)).Failure?.Kind());
        Assert.Equal(2, await server.IsReadyAsync());
        await server.StartAgainAsync();
        Assert.Null((await Probe.RunAsync(knock)).Failure);
        Assert.Null((await Probe.RunAsync(login)).Failure);
    }

    [Fact]
    public async Task StartingUp_RejectsConnections()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.EndAsync();
        await File.WriteAllTextAsync(server["recovery.signal"], "");
        await server.StartAgainAsync(1, "restore_command=sleep 1000", "hot_standby=off");
        await RejectsAsync(server, "the database system is starting up");
    }

    [Fact]
    public async Task ShuttingDown_RejectsConnections()
    {
        await using var server = await PostgresServer.StartAsync();
        using var guest = await StayAsync(server);
        await server.SignalAsync("TERM");
        while (await server.IsReadyAsync() == 0)
        {
            // It takes a moment to hear of it.
        }

        await RejectsAsync(server, "the database system is shutting down");
    }

    [Fact]
    public async Task OutOfConnections_IsDegradedToOneWhoKnocks_AndRefusesALogin()
    {
        await using var server = await PostgresServer.StartAsync(settings: "max_connections=2");
        using var first = await StayAsync(server);
        using var second = await StayAsync(server);
        var seen = await Probe.RunAsync(server.Url());
        Assert.Null(seen.Failure);
        Assert.True(seen.SaysDegraded);
        Assert.Equal($"127.0.0.1:{server.Port} - accepting connections, but not this one: sorry, too many clients already", seen.Message);
        Assert.Equal(0, await server.IsReadyAsync());
        var failure = await Probe.FailAsync(server.LoginUrl());
        Assert.Equal("hard Auth: the login was refused: sorry, too many clients already", $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task Hanging_IsSoftTimeout_AndWellAgainAfterwards()
    {
        await using var server = await PostgresServer.StartAsync();
        await server.FreezeAsync();
        foreach (var url in new[] { server.Url(), server.LoginUrl(), server.Url(rest: "/shop?sslmode=disable") })
        {
            var failure = await Probe.FailAsync(url, TimeSpan.FromSeconds(2));
            Assert.Equal("soft Timeout: no answer within 2s after connecting (slow response)", $"{failure.Kind()}: {failure.Message}");
        }

        await server.ThawAsync();
        Assert.Null((await Probe.RunAsync(server.LoginUrl())).Failure);
    }

    private static async Task RejectsAsync(PostgresServer server, string reason)
    {
        foreach (var (url, kind) in new[] { (server.Url(), "hard Body"), (server.LoginUrl(), "hard Auth") })
        {
            var seen = await Probe.RunAsync(url);
            Assert.Equal($"{kind}: 127.0.0.1:{server.Port} - rejecting connections: {reason}", $"{seen.Failure?.Kind()}: {seen.Failure?.Message}");
            Assert.True(seen.Answered);
        }

        Assert.Equal(1, await server.IsReadyAsync());
    }

    /// <summary>Somebody who is let in and stays. Who asked before whether the server is up may have gone and still have a place there.</summary>
    private static async Task<Socket> StayAsync(PostgresServer server)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            if (await IsLetInAsync(socket, server.Port))
                return socket;
            socket.Dispose();
        }
    }

    private static async Task<bool> IsLetInAsync(Socket socket, int port)
    {
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync("\0\0\0\u0017\0\u0003\0\0user\0postgres\0\0"u8.ToArray());
        var heard = new byte[4096];
        for (var length = 0; heard.AsSpan(0, length).IndexOf("Z\0\0\0"u8) < 0;)
        {
            if (await socket.ReceiveAsync(heard.AsMemory(length)) is not (> 0 and var read))
                return false;
            length += read;
        }

        return true;
    }
}
