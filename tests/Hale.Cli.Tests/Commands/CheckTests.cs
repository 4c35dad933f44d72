using System.Text.Json.Nodes;
using Hale.Tests.Kit;

namespace Hale.Cli.Tests.Commands;

public sealed class CheckTests
{
    [Fact]
    public async Task Check_GoodAnswer_PrintsCodeEvidenceAndText()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, """{"status":"healthy","hello":"world"}"""));
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("check", site.Url(), "--degraded-above", "10m"));
        Assert.StartsWith($"up {site.Url()} HTTP 200 ", rig.Output, StringComparison.Ordinal);
        Assert.Contains("first byte ", rig.Output, StringComparison.Ordinal);
        Assert.Contains("connected to 127.0.0.1", rig.Output, StringComparison.Ordinal);
        Assert.Contains("""{"status":"healthy","hello":"world"}""", rig.Output, StringComparison.Ordinal);
        Assert.Empty(rig.Error);
        Assert.Equal(1, site.Connections);
    }

    [Theory]
    [InlineData(200, """{"status":"degraded"}""", "", Exit.Degraded)]
    [InlineData(200, """{"status":"down"}""", "", Exit.Down)]
    [InlineData(500, "", "", Exit.Down)]
    [InlineData(404, "", "", Exit.Down)]
    [InlineData(404, "", "--expect-status 200,404 --degraded-above 10m", Exit.Ok)]
    [InlineData(204, "", "--degraded-above 10m", Exit.Ok)]
    [InlineData(204, "", "--target", Exit.Down)]
    [InlineData(500, "", "--target", Exit.Degraded)]
    [InlineData(200, "", "--degraded-above 1ms", Exit.Degraded)]
    public async Task Check_OneAnswer_IsJudgedWithoutRetries(int status, string body, string options, int exit)
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            await visit.SendAsync(RawSite.Answer(status, body));
        });
        var rig = new Rig();
        Assert.Equal(exit, await rig.RunAsync(["check", site.Url(), .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));
    }

    [Fact]
    public async Task Check_Hanging_EndsAtTheTimeout()
    {
        await using var site = RawSite.Start(async visit =>
        {
            await visit.ReadRequestAsync();
            await visit.HangAsync();
        });
        var time = new ManualTime();
        var rig = new Rig { Time = time };
        var running = rig.RunAsync("check", site.Url(), "--timeout", "300ms", "--output", "json");
        await time.QuietAsync(() => site.Requests.Count == 1);
        time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(Exit.Down, await running);
        Assert.Equal("timeout", (string?)JsonNode.Parse(rig.Output)!["failure"]);
    }

    [Fact]
    public async Task Check_AsJson_IsTheApisResultAndMore()
    {
        await using var site = RawSite.Answering(RawSite.Answer(503, "no worker is free"));
        var rig = new Rig();
        Assert.Equal(Exit.Down, await rig.RunAsync("check", site.Url(), "--output", "json"));
        var json = JsonNode.Parse(rig.Output)!.AsObject();
        Assert.Equal("down", (string?)json["status"]);
        Assert.False((bool)json["success"]!);
        Assert.Equal("http_status", (string?)json["failure"]);
        Assert.Equal(503, (int)json["http_status"]!);
        Assert.Equal("no worker is free", (string?)json["body"]);
        Assert.NotNull(json["phases"]!["total_ms"]);
        Assert.NotEmpty(json["evidence"]!.AsArray());
        Assert.False(json.ContainsKey("service_id"));
    }

    [Fact]
    public async Task Check_LongText_IsCutUnlessAllIsAskedFor()
    {
        var text = new string('a', 5000);
        await using var site = RawSite.Answering(RawSite.Answer(200, text, ""));
        var (cut, whole) = (new Rig(), new Rig());
        await cut.RunAsync("check", site.Url());
        await whole.RunAsync("check", site.Url(), "--body");
        Assert.DoesNotContain(text, cut.Output, StringComparison.Ordinal);
        Assert.Contains("(5000 characters; --body shows all)", cut.Output, StringComparison.Ordinal);
        Assert.Contains(text, whole.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TextWithControlCharacters_DoesNotSteerTheTerminal()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, "\u001b[2Jgone", ""));
        var rig = new Rig { Interactive = true, Width = 80 };
        await rig.RunAsync("check", site.Url());
        Assert.Contains("[2Jgone", rig.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", rig.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_MethodAndHeaders_AreSent()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        await new Rig().RunAsync("check", site.Url("/ready"), "--method", "HEAD", "--header", "X-Team: core", "-H", "X-Kind=probe");
        var request = Assert.Single(site.Requests);
        Assert.StartsWith("HEAD /ready HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("X-Team: core", request, StringComparison.Ordinal);
        Assert.Contains("X-Kind: probe", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_TargetWithoutAPath_IsAskedForHealth()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        await new Rig().RunAsync("check", site.Url(), "--target");
        Assert.StartsWith("GET /health ", Assert.Single(site.Requests), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--timeout", "5")]
    [InlineData("--expect-status", "good")]
    [InlineData("--header", "nothing")]
    public async Task Check_OptionThatCantBeUsed_EndsWithThreeAndAsksNobody(string option, string value)
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        var rig = new Rig();
        Assert.Equal(Exit.Usage, await rig.RunAsync("check", site.Url(), option, value));
        Assert.Contains("needed: ", rig.Error.Replace("allowed: ", "needed: ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, site.Connections);
    }

    [Fact]
    public async Task Check_Mapping_IsAskedAsInTheFile()
    {
        await using var site = RawSite.Start(visit => visit.SendAsync("220 mail\r\n"));
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("check", $$"""{type: tcp, url: "tcp://127.0.0.1:{{site.Port}}", expect: '220'}""", "--degraded-above", "10m"));
        Assert.StartsWith($"up tcp://127.0.0.1:{site.Port} ", rig.Output, StringComparison.Ordinal);
        var other = new Rig();
        Assert.Equal(Exit.Down, await other.RunAsync("check", $$"""{type: tcp, url: "tcp://127.0.0.1:{{site.Port}}", expect: '250'}""", "--timeout", "1s", "--output", "json"));
        var json = JsonNode.Parse(other.Output)!;
        Assert.Equal(("body", "250"), ((string?)json["failure"], (string?)json["check"]!["expect"]));
    }

    [Fact]
    public async Task Check_MappingWithOptionsBesideIt_TakesBoth()
    {
        await using var site = RawSite.Answering(RawSite.Answer(404, ""));
        var rig = new Rig();
        Assert.Equal(Exit.Ok, await rig.RunAsync("check", $$"""{url: "{{site.Url()}}", method: GET, headers: {X-Team: core} }""", "--method", "PUT", "--expect-status", "404", "--degraded-above", "10m"));
        var request = Assert.Single(site.Requests);
        Assert.StartsWith("PUT / ", request, StringComparison.Ordinal);
        Assert.Contains("X-Team: core", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_CredentialsFromTheEnvironment_AreUsedAndNeverShown()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        foreach (var output in new[] { "table", "json" })
        {
            var rig = new Rig { Environment = { ["HUSH"] = "open-sesame" } };
            Assert.Equal(Exit.Ok, await rig.RunAsync("check", $$"""{url: "http://ann:${HUSH}@127.0.0.1:{{site.Port}}/", headers: {X-Token: "${HUSH}"} }""", "--degraded-above", "10m", "--output", output));
            Assert.Contains("X-Token: open-sesame", site.Requests.Last(), StringComparison.Ordinal);
            Assert.Contains("ann:***@127.0.0.1", rig.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("sesame", rig.Output + rig.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Check_CredentialsInTheUrl_AreNotShown()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        var rig = new Rig();
        await rig.RunAsync("check", $"http://ann:open-sesame@127.0.0.1:{site.Port}/");
        Assert.DoesNotContain("sesame", rig.Output + rig.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{type: tcp", "is not valid YAML")]
    [InlineData("{type: tcp, urll: x}", "did you mean url?")]
    [InlineData("{type: tcp, url: 'tcp://h:${NONE}'}", "the variable NONE is not set")]
    [InlineData("{type: tcp, url: 'gopher://${HUSH}/'}", "gopher://${HUSH}/")]
    [InlineData("{}", "url: is missing")]
    public async Task Check_MappingThatCantBeAsked_SaysWhatAndHidesVariables(string mapping, string said)
    {
        var rig = new Rig { Environment = { ["HUSH"] = "open-sesame" } };
        Assert.Equal(Exit.Usage, await rig.RunAsync("check", mapping));
        Assert.Contains(said, rig.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", rig.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AnswerThatTellsOfItself_ShowsDetails()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, """{"status":"healthy","project":"shop","version":"1.4.2","uptime":7,"components":{"db":{"status":"healthy"}}}"""));
        var (people, programs) = (new Rig { Interactive = true, Width = 80 }, new Rig());
        await people.RunAsync("check", site.Url());
        await programs.RunAsync("check", site.Url(), "--output", "json");
        Assert.Contains("\n  version: 1.4.2\n", people.Output, StringComparison.Ordinal);
        Assert.Contains("\n  components: {\"db\":\"healthy\"}\n", people.Output, StringComparison.Ordinal);
        Assert.Equal("1.4.2", (string?)JsonNode.Parse(programs.Output)!["details"]!["version"]);
    }

    [Fact]
    public async Task Check_NoUrlOfAKnownKind_SaysWhichThereAre()
    {
        var rig = new Rig();
        Assert.Equal(Exit.Usage, await rig.RunAsync("check", "example.com"));
        Assert.Contains("https://", rig.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NoColor_PrintsNoEscapes()
    {
        await using var site = RawSite.Answering(RawSite.Answer(200, ""));
        var (coloured, plain) = (new Rig { Interactive = true, Width = 80 }, new Rig { Interactive = true, Width = 80 });
        plain.Environment["NO_COLOR"] = "1";
        await coloured.RunAsync("check", site.Url());
        await plain.RunAsync("check", site.Url());
        Assert.Contains('\u001b', coloured.Output);
        Assert.DoesNotContain('\u001b', plain.Output);
    }

    [Theory]
    [InlineData("exit 0", Exit.Ok, "up exec: /bin/sh -c exit 0 ")]
    [InlineData("echo so la la; exit 1", Exit.Degraded, "degraded exec: /bin/sh -c echo so la la; exit 1 ")]
    [InlineData("exit 2", Exit.Down, "down exit_code exec: /bin/sh -c exit 2 ")]
    public async Task Check_Command_JudgesItsExitCode(string script, int code, string said)
    {
        var rig = new Rig();

        Assert.Equal(code, await rig.RunAsync("check", "exec:", "--degraded-above", "10m", "--timeout", "10m", "--", "/bin/sh", "-c", script));

        Assert.StartsWith(said, rig.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_CommandForWhatRunsNone_IsAUsageError()
    {
        var rig = new Rig();

        Assert.Equal(Exit.Usage, await rig.RunAsync("check", "http://localhost", "ls"));

        Assert.Contains("command: unknown key", rig.Error, StringComparison.Ordinal);
    }
}
