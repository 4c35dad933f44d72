using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Tcp;

public sealed class TcpCheckTests
{
    private static readonly Probe Probe = new();

    [Fact]
    public async Task Connect_SomebodyListens_Succeeds()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());
        var seen = await Probe.RunAsync($"tcp://127.0.0.1:{site.Port}");
        Assert.True(seen.Success);
        Assert.True(seen.Answered);
        Assert.True(seen.Phases is { DnsMs: null, ConnectMs: > 0, FirstByteMs: null, TotalMs: > 0 }, seen.Phases.ToString());
    }

    [Fact]
    public async Task Connect_ByName_TimesTheResolving()
    {
        await using var site = RawSite.Start(visit => visit.HangAsync());
        var seen = await Probe.RunAsync($"tcp://localhost:{site.Port}");
        Assert.True(seen.Phases is { DnsMs: > 0, ConnectMs: > 0 }, seen.Phases.ToString());
    }

    [Fact]
    public async Task Refused_NobodyListens_IsHardRefused() => Assert.Equal("hard Refused", (await Probe.FailAsync($"tcp://127.0.0.1:{Ports.Free()}")).Kind());

    [Fact]
    public async Task Dns_NameDoesNotExist_IsHardDns() => Assert.Equal("hard Dns", (await Probe.FailAsync("tcp://no-such-service.invalid:1")).Kind());

    [Fact]
    public async Task ConnectTimeout_ConnectionIsNeverMade_IsHard()
    {
        using var full = FullPort.Open();
        Assert.Equal("hard ConnectTimeout", (await Probe.FailAsync($"tcp://127.0.0.1:{full.Port}", Probe.Hasty)).Kind());
    }

    [Fact]
    public async Task Expect_WhatIsSentBack_InPieces_Succeeds()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            await visit.SendAsync("+PO");
            await visit.SendAsync("NG\r\n");
            await visit.HangAsync();
        });
        var seen = await Probe.RunAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","send":"PING\r\n","expect":"+PONG"}""");
        Assert.Null(seen.Failure);
        Assert.NotNull(seen.Phases.FirstByteMs);
    }

    [Theory]
    [InlineData("220 hello", true)]
    [InlineData("500 go away", false)]
    public async Task Expect_AGreetingThenClose_IsJudged(string greeting, bool success)
    {
        await using var site = RawSite.Start(visit => visit.SendAsync(greeting));
        var seen = await Probe.RunAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","expect":"220"}""");
        Assert.Equal(success, seen.Success);
        if (!success)
            Assert.Equal("hard Body: the answer does not contain \"220\" (wrong body)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
    }

    [Fact]
    public async Task Expect_Silence_IsSoftTimeout()
    {
        using var heard = new SemaphoreSlim(0);
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadSomeAsync();
            heard.Release();
            await visit.HangAsync();
        });
        var seen = await new Probe(time: new()).RunOutAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","send":"hi","expect":"220"}""", heard);
        Assert.Equal("soft Timeout", seen.Failure!.Kind());
        Assert.False(seen.Answered);
    }

    [Fact]
    public async Task Expect_SomethingElseUntilTheTimeout_IsHardBody()
    {
        await using var site = RawSite.Start(visit => visit.DripAsync(TimeSpan.FromMilliseconds(20)));
        Assert.Equal("hard Body", (await Probe.FailAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","expect":"220"}""", TimeSpan.FromSeconds(2))).Kind());
    }

    [Fact]
    public async Task Expect_BeyondFourKilobytes_IsHardBody()
    {
        await using var site = RawSite.Start(visit => visit.FloodAsync(new string('x', 1000)));
        Assert.Equal("hard Body", (await Probe.FailAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","expect":"220"}""")).Kind());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Expect_ResetOrClosedAtOnce_IsHardReset(bool reset)
    {
        await using var site = RawSite.Start(visit =>
        {
            if (reset)
                visit.Reset();
            return Task.CompletedTask;
        });
        Assert.Equal("hard Reset", (await Probe.FailAsync($$"""{"url":"tcp://127.0.0.1:{{site.Port}}","expect":"220"}""")).Kind());
    }

    [Theory]
    [InlineData("""{"type":"tcp","url":"tcp://db.example:5432","send":"a\r\n","expect":"b"}""")]
    [InlineData("tcp://[::1]:22")]
    public void Describe_ReadsAsTheSame(string described)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        Assert.Equal("tcp", spec.Options.ServiceType);
    }

    [Theory]
    [InlineData("tcp://db.example")]
    [InlineData("tcp://db.example:0")]
    [InlineData("tcp://db.example:99999")]
    [InlineData("tcp://ann:pass@db.example:1")]
    [InlineData("tcp://db.example:1/path")]
    [InlineData("tcp://:5432")]
    public void Read_SomethingElse_NamesTheField(string url) => Assert.StartsWith("check.url: found ", Probe.Problems(url), StringComparison.Ordinal);

    [Fact]
    public void Read_AnUnknownKey_IsNamed() =>
        Assert.StartsWith("check.expcet: unknown key; did you mean expect?", Probe.Problems("""{"url":"tcp://a:1","expcet":"x"}"""), StringComparison.Ordinal);
}
