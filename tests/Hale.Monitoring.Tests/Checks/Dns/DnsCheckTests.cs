using Hale.Monitoring.Checks.Dial;
using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Dns;

public sealed class DnsCheckTests
{
    private static readonly Probe Probe = new();

    [Fact]
    public async Task Answer_OfTheQuestion_TellsWhatItSays()
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 2).A("10.0.0.7").A("10.0.0.8", ttl: 60));
        var seen = await Probe.RunAsync(server.Url("Shop.Example.com?type=A"));
        Assert.Null(seen.Failure);
        Assert.True(seen.Answered);
        Assert.True(seen.Phases is { DnsMs: null, ConnectMs: null, FirstByteMs: > 0, TotalMs: > 0 }, seen.Phases.ToString());
        Assert.Equal(["10.0.0.7", "10.0.0.8"], (string[])seen.Details!["answers"]!);
        Assert.Equal((60L, false), (seen.Details["ttl_seconds"], seen.Details["authoritative"]));
        Assert.Contains("A 10.0.0.7 for 300 s", seen.Evidence);
        Assert.Equal(("shop.example.com", 1), DnsWire.Question(Assert.Single(server.Queries)));
    }

    [Fact]
    public async Task Queries_AreToldApart_ByIdAndPort()
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 1).A("10.0.0.7"));
        for (var i = 0; i < 20; i++)
            await Probe.RunAsync(server.Url("shop.example"));
        Assert.InRange(server.Queries.Select(query => (query[0], query[1])).Distinct().Count(), 15, 20);
        Assert.InRange(server.Ports.Distinct().Count(), 15, 20);
    }

    [Fact]
    public async Task Alias_IsFollowedWithinTheAnswer_AndNothingElseCounts()
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 4)
            .Record(DnsWire.QuestionName, 5, DnsWire.Name("www.cdn.example"))
            .Record(DnsWire.Name("WWW.cdn.example"), 5, DnsWire.Name("edge.example"))
            .Record(DnsWire.Name("edge.example"), 1, DnsWire.Address("10.0.0.7"))
            .Record(DnsWire.Name("evil.example"), 1, DnsWire.Address("6.6.6.6")));
        var seen = await Probe.RunAsync(server.Url("shop.example"));
        Assert.Equal(["10.0.0.7"], (string[])seen.Details!["answers"]!);
        Assert.Contains("shop.example is an alias of www.cdn.example", seen.Evidence);
    }

    [Theory]
    [InlineData(3, "Dns: shop.example does not exist, says 127.0.0.1:PORT (NXDOMAIN, DNS error)")]
    [InlineData(2, "Dns: 127.0.0.1:PORT could not find out about shop.example (SERVFAIL, DNS error)")]
    [InlineData(5, "Dns: 127.0.0.1:PORT refuses to answer for shop.example (REFUSED, DNS error)")]
    [InlineData(9, "Dns: 127.0.0.1:PORT could not answer for shop.example (RCODE 9, DNS error)")]
    [InlineData(0, "Dns: shop.example has no A record, says 127.0.0.1:PORT (DNS error)")]
    public async Task NoRecords_AreHardDns_WithTheServersWord(int code, string told)
    {
        await using var server = FakeResolver.Answering(query => new(query, code: code));
        var seen = await Probe.RunAsync(server.Url("shop.example"));
        Assert.Equal("hard " + told.Replace("PORT", $"{server.Port}", StringComparison.Ordinal), $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
        Assert.True(seen.Answered);
    }

    [Theory]
    [InlineData("\"10.0.0.7\"", null)]
    [InlineData("[\"10.0.0.8\",\"10.0.0.7\"]", null)]
    [InlineData("\"10.0.0.9\"", "shop.example A is 10.0.0.7, 10.0.0.8; expected 10.0.0.9 among the answers (wrong body)")]
    [InlineData("[\"10.0.0.7\",\"10.0.0.1\",\"10.0.0.2\"]", "shop.example A is 10.0.0.7, 10.0.0.8; expected 10.0.0.1, 10.0.0.2 among the answers (wrong body)")]
    public async Task Expect_MustBeAmongTheAnswers(string expect, string? message)
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 2).A("10.0.0.7").A("10.0.0.8"));
        var seen = await Probe.RunAsync($$"""{"url":"{{server.Url("shop.example")}}","expect":{{expect}}}""");
        Assert.Equal(message is null ? null : $"hard Body: {message}", seen.Failure is { } failure ? $"{failure.Kind()}: {failure.Message}" : null);
    }

    [Theory]
    [InlineData("AAAA", "2001:0DB8::0001")]
    [InlineData("MX", "10 Mail.example.")]
    [InlineData("MX", "mail.example")]
    [InlineData("SRV", "5 10 5060 sip.example")]
    [InlineData("SRV", "sip.example.")]
    [InlineData("TXT", "v=spf1 include:example.com -all")]
    [InlineData("CAA", "0 issue letsencrypt.org")]
    [InlineData("CAA", "0 issue \"letsencrypt.org\"")]
    [InlineData("SOA", "ns.example host.example 1 2 3 4 5")]
    [InlineData("CNAME", "Other.example")]
    [InlineData("NS", "ns.example")]
    [InlineData("PTR", "host.example")]
    public async Task Expect_OfEachType_TakesWhatPeopleWrite(string type, string expect)
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 1).Record(
            DnsWire.QuestionName,
            DnsWire.Question(query).Type,
            type switch
            {
                "AAAA" => DnsWire.Address("2001:db8::1"),
                "MX" => [.. DnsWire.Numbers(10), .. DnsWire.Name("mail.example")],
                "SRV" => [.. DnsWire.Numbers(5, 10, 5060), .. DnsWire.Name("sip.example")],
                "TXT" => [.. DnsWire.Text("v=spf1 include:"), .. DnsWire.Text("example.com -all")],
                "CAA" => [0, 5, .. "issueletsencrypt.org"u8],
                "SOA" => [.. DnsWire.Name("ns.example"), .. DnsWire.Name("host.example"), .. DnsWire.Numbers(0, 1, 0, 2, 0, 3, 0, 4, 0, 5)],
                "CNAME" => DnsWire.Name("other.example"),
                "NS" => DnsWire.Name("ns.example"),
                _ => DnsWire.Name("host.example"),
            }));
        Assert.Null((await Probe.RunAsync($$"""{"url":"{{server.Url($"shop.example?type={type}")}}","expect":"{{expect.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""")).Failure);
    }

    [Theory]
    [InlineData("10.0.0.7", "7.0.0.10.in-addr.arpa")]
    [InlineData("2001:db8::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public async Task Ptr_OfAnAddress_AsksForTheWayBack(string address, string name)
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 1).Record(DnsWire.QuestionName, 12, DnsWire.Name("host.example")));
        Assert.Null((await Probe.RunAsync(server.Url($"{address}?type=PTR"))).Failure);
        Assert.Equal((name, 12), DnsWire.Question(server.Queries.First()));
    }

    [Fact]
    public async Task Truncated_IsAskedAgainOverTcp()
    {
        await using var server = FakeResolver.Start(
            query => [new DnsWire(query, answers: 40, flags: 0x0200).Bytes[..30]],
            async visit =>
            {
                var query = await FakeResolver.ReadQueryAsync(visit);
                var answer = new DnsWire(query, answers: 400);
                for (var i = 0; i < 400; i++)
                    answer.A($"10.0.{i / 256}.{i % 256}");
                foreach (var each in FakeResolver.Framed(answer.Bytes).Chunk(1500))
                    await visit.Stream.WriteAsync(each);
                await visit.HangAsync();
            });
        var seen = await Probe.RunAsync($$"""{"url":"{{server.Url("shop.example")}}","expect":"10.0.1.143"}""");
        Assert.Null(seen.Failure);
        Assert.Contains("the answer is too long for UDP; asked again over TCP", seen.Evidence);
        Assert.NotNull(seen.Phases.ConnectMs);
        Assert.Equal(20, ((string[])seen.Details!["answers"]!).Length);
        Assert.InRange(seen.Evidence.Count, 1, 40);
    }

    [Theory]
    [InlineData("refused", "hard Refused")]
    [InlineData("close", "hard Reset")]
    [InlineData("half", "hard Protocol")]
    [InlineData("garbage", "hard Protocol")]
    [InlineData("empty", "hard Protocol")]
    public async Task OverTcp_NoAnswer_IsToldByItsCause(string how, string kind)
    {
        await using var server = FakeResolver.Start(
            query => [new DnsWire(query, flags: 0x0200).Bytes],
            how == "refused" ? null : async visit =>
            {
                var query = await FakeResolver.ReadQueryAsync(visit);
                if (how == "half")
                    await visit.Stream.WriteAsync(FakeResolver.Framed(new DnsWire(query, answers: 1).A("10.0.0.7").Bytes).AsMemory(0, 20));
                else if (how == "garbage")
                    await visit.SendAsync("\0\u0014HTTP/1.1 400 Bad Request\r\n\r\n");
                else if (how == "empty")
                    await visit.SendAsync("\0\0");
            });
        Assert.Equal(kind, (await Probe.FailAsync(server.Url("shop.example"))).Kind());
    }

    [Fact]
    public async Task OldServer_ThatDoesNotKnowExtensions_IsAskedWithoutThem()
    {
        await using var server = FakeResolver.Answering(query => query[11] > 0 ? new(query, code: 1) : new DnsWire(query, answers: 1).A("10.0.0.7"));
        Assert.Null((await Probe.RunAsync(server.Url("shop.example"))).Failure);
    }

    [Fact]
    public async Task Lost_FirstQuery_IsAskedAgain()
    {
        var time = new ManualTime();
        var asked = 0;
        await using var server = FakeResolver.Start(query => ++asked == 1 ? [] : [new DnsWire(query, answers: 1).A("10.0.0.7").Bytes]);
        var running = new Probe(time: time).RunAsync(server.Url("shop.example"), timeout: TimeSpan.FromSeconds(5));
        await server.Heard.WaitAsync(TestContext.Current.CancellationToken);
        await time.QuietAsync(() => time.NextDue is not null);
        time.Advance(TimeSpan.FromSeconds(5) / 3);
        var seen = await running;
        Assert.Null(seen.Failure);
        Assert.Equal(2, asked);
        Assert.Contains("no answer within 1s666ms; asked again", seen.Evidence);
    }

    [Fact]
    public async Task Silence_IsHardTimeout()
    {
        await using var server = FakeResolver.Start(_ => []);
        var seen = await new Probe(time: new()).RunOutAsync(server.Url("shop.example"), server.Heard);
        Assert.Equal($"hard Timeout: no answer from 127.0.0.1:{server.Port} within 1m (slow response)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
        Assert.False(seen.Answered);
    }

    [Fact]
    public async Task Refused_NobodyListens_IsHardRefused() =>
        Assert.Equal("hard Refused", (await Probe.FailAsync($"dns://127.0.0.1:{Ports.Free()}/shop.example")).Kind());

    [Fact]
    public async Task Resolver_ThatHasNoAddress_IsHardDns() => Assert.Equal("hard Dns", (await Probe.FailAsync("dns://no-such-resolver.invalid/shop.example")).Kind());

    [Fact]
    public async Task Resolver_ByName_IsAskedAtTheNextAddress_WhereOneRefuses()
    {
        await using var server = FakeResolver.Answering(query => new DnsWire(query, answers: 1).A("10.0.0.7"));
        var probe = new Probe(resolver: new Resolver(TimeProvider.System, _ => Task.FromResult<System.Net.IPAddress[]>([System.Net.IPAddress.IPv6Loopback, System.Net.IPAddress.Loopback])));
        var seen = await probe.RunAsync($"dns://resolver.example:{server.Port}/shop.example");
        Assert.Null(seen.Failure);
        Assert.NotNull(seen.Phases.DnsMs);
    }

    [Theory]
    [InlineData("echo", "what it sends is no DNS answer")]
    [InlineData("text", "what it sends is no DNS answer")]
    [InlineData("empty", "what it sends is no DNS answer")]
    [InlineData("id", "it answers another question")]
    [InlineData("name", "it answers another question")]
    [InlineData("type", "it answers another question")]
    [InlineData("no question", "it answers another question")]
    [InlineData("loop", "its answer breaks the DNS format")]
    [InlineData("cut", "its answer breaks the DNS format")]
    public async Task Stray_DatagramsOnly_AreHardProtocol(string what, string why)
    {
        await using var server = FakeResolver.Start(query => [Stray(what, query)]);
        var seen = await new Probe(time: new()).RunOutAsync(server.Url("shop.example"), server.Heard);
        Assert.Equal($"hard Protocol: 127.0.0.1:{server.Port} gave no answer that can be used: {why}", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
    }

    [Fact]
    public async Task Stray_DatagramsInAFlood_HoldNothingUp()
    {
        using var heard = new SemaphoreSlim(0);
        await using var server = FakeResolver.Start(query => Flood(query, heard));
        Assert.Equal("hard Protocol", (await new Probe(time: new()).RunOutAsync(server.Url("shop.example"), heard)).Failure!.Kind());

        static IEnumerable<byte[]> Flood(byte[] query, SemaphoreSlim heard)
        {
            for (var i = 0; ; i++)
            {
                yield return Stray("id", query);
                if (i == 1000)
                    heard.Release();
            }
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("id")]
    [InlineData("name")]
    [InlineData("loop")]
    public async Task Stray_DatagramBeforeTheAnswer_ChangesNothing(string what)
    {
        await using var server = FakeResolver.Start(query => [Stray(what, query), new DnsWire(query, answers: 1).A("10.0.0.7").Bytes]);
        var seen = await Probe.RunAsync(server.Url("shop.example"));
        Assert.Null(seen.Failure);
        Assert.Contains(seen.Evidence, step => step.StartsWith("ignored a datagram: ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"type":"dns","url":"dns://10.0.0.2/shop.example?type=MX","expect":"mail.example"}""", "10.0.0.2:53")]
    [InlineData("""{"type":"dns","url":"dns://resolver.example:5353/shop.example","expect":["10.0.0.1","10.0.0.2"]}""", "resolver.example:5353")]
    [InlineData("dns://[::1]/_sip._tcp.shop.example.?type=srv", "[::1]:53")]
    [InlineData("dns://10.0.0.2/bücher.example", "10.0.0.2:53")]
    public void Describe_ReadsAsTheSame(string described, string peer)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        Assert.Equal(("dns", peer), (spec.Options.ServiceType, spec.Options.Peer));
    }

    [Theory]
    [InlineData("dns://10.0.0.2", "check.url: found ")]
    [InlineData("dns:///shop.example", "check.url: found ")]
    [InlineData("dns://ann:pass@10.0.0.2/shop.example", "check.url: found ")]
    [InlineData("dns://10.0.0.2/shop..example", "check.url: found ")]
    [InlineData("dns://10.0.0.2/shop/example", null)]
    [InlineData("dns://10.0.0.2/two%20words", "check.url: found ")]
    [InlineData("dns://10.0.0.2/shop.example?type=ANY", "allowed: of parameters only type, one of A, NS, CNAME, SOA, PTR, MX, TXT, AAAA, SRV, CAA")]
    [InlineData("dns://10.0.0.2/shop.example?class=CH", "allowed: of parameters only type")]
    [InlineData("""{"url":"dns://10.0.0.2/a.example","expect":[]}""", "check.expect: found a list; allowed: a value, or a list of 1 to 50")]
    [InlineData("""{"url":"dns://10.0.0.2/a.example","expect":"mail.example"}""", "check.expect: found \"mail.example\"; allowed: an IPv4 address")]
    [InlineData("""{"url":"dns://10.0.0.2/a.example?type=AAAA","expect":"10.0.0.1"}""", "allowed: an IPv6 address")]
    public void Read_SomethingElse_NamesTheField(string described, string? problem)
    {
        if (problem is null)
            Assert.NotNull(Probe.Spec(described));
        else
            Assert.Contains(problem, Probe.Problems(described), StringComparison.Ordinal);
    }

    private static byte[] Stray(string what, byte[] query)
    {
        var answer = new DnsWire(query, answers: 1).A("10.0.0.7").Bytes;
        switch (what)
        {
            case "echo":
                return query;
            case "text":
                return [.. "HTTP/1.1 400 Bad Request\r\n"u8];
            case "empty":
                return [];
            case "id":
                answer[1] ^= 1;
                return answer;
            case "name":
                answer[13] ^= 1;
                return answer;
            case "type":
                answer[DnsWire.QuestionEnd(query) - 3] = 28;
                return answer;
            case "no question":
                return [.. query[..2], 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0];
            case "loop":
                return new DnsWire(query, answers: 1).Record(DnsWire.QuestionName, 5, [0xc0, (byte)(DnsWire.QuestionEnd(query) + 12)]).Bytes;
            default:
                return answer[..^2];
        }
    }
}
