using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Redis;

/// <summary>Whoever answers where Redis is expected, with whatever.</summary>
public sealed class RedisRudeTests
{
    private const string NotRedis = "hard Protocol: the answer is not Redis's protocol (protocol error)";

    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", NotRedis)]
    [InlineData("*1\r\n+PONG\r\n", NotRedis)]
    [InlineData("$x\r\n", NotRedis)]
    [InlineData("$99999999\r\n", NotRedis)]
    [InlineData("$4\r\nPONGxx", NotRedis)]
    [InlineData("+PING\r\n", "hard Protocol: the answer to PING is not PONG (protocol error)")]
    [InlineData("$-1\r\n", "hard Protocol: the answer to PING is not PONG (protocol error)")]
    [InlineData("+PO", "hard Protocol: the answer was cut short (protocol error)")]
    [InlineData("", "hard Reset: 127.0.0.1:PORT closed the connection before the first byte of an answer")]
    [InlineData("-LOADING Redis is loading the dataset in memory\r\n", "hard Body: PING was refused: LOADING Redis is loading the dataset in memory")]
    [InlineData("-DENIED Redis is running in protected mode\r\n", "hard Auth: PING was refused: DENIED Redis is running in protected mode")]
    public async Task Answer_OfAnotherSort_IsToldByItsCause(string bytes, string expected)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync(bytes);
        });
        var failure = await Probe.FailAsync($"redis://127.0.0.1:{site.Port}");
        Assert.Equal(expected.Replace("PORT", $"{site.Port}", StringComparison.Ordinal), $"{failure.Kind()}: {failure.Message}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("$5\r\nhello\r\n")]
    [InlineData("-ERR unknown command 'INFO'\r\n")]
    [InlineData("garbage")]
    public async Task PingAnswered_WhateverComesOfTheRest_IsWell(string rest)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync("+PONG\r\n" + rest);
        });
        Assert.Null((await Probe.RunAsync($"redis://127.0.0.1:{site.Port}")).Failure);
    }

    [Fact]
    public async Task Flood_IsBounded()
    {
        await using var site = RawSite.Start(visit => visit.FloodAsync("+" + new string('x', 1000)));
        var failure = await Probe.FailAsync($"redis://127.0.0.1:{site.Port}");
        Assert.Equal(NotRedis, $"{failure.Kind()}: {failure.Message}");
    }

    [Fact]
    public async Task PasswordSaidBack_IsMasked()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync("-ERR wrong password hunter2, try again\r\n");
        });
        var failure = await Probe.FailAsync($"redis://:hunter2@127.0.0.1:{site.Port}");
        Assert.Equal("the login was refused: ERR wrong password ***, try again", failure.Message);
    }
}
