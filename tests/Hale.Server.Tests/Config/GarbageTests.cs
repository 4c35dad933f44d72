using System.Text;
using Hale.Monitoring.Specs;
using Hale.Server.Config;
using Hale.Server.Tests.Registry;
using Hale.Tests.Kit;

namespace Hale.Server.Tests.Config;

/// <summary>Whatever comes in, findings come out; never an exception.</summary>
public sealed class GarbageTests
{
    private const int Rounds = 3_000;

    private static readonly string[] Words =
    [
        "hub", "defaults", "projects", "targets", "services", "check", "url", "type", "http", "tcp", "expect", "status", "json", "headers", "header", "interval",
        "timeout", "retries", "depends_on", "labels", "id", "name", "paused", "port", "primary_target", "shop", "api", "a", "", "$", "${X}", "${", "***", "http://u:***@h",
        "http://api/health", "tcp://db:1", "tcp://", "http://", "5s", "1h30m", "99999999999999d", "-1", "1e999", "\ud800", "\0", "$.a[0]", "200-299,401", "(", "body_matches",
        "soft_failure", "down", "method", "client_cert", "http_version", "2", "critical", "body",
    ];

    [Fact]
    public async Task Nodes_AnyTree_NeverThrows()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            var dice = new Dice(seed);
            var node = dice.Node(0);
            var desk = new RegistryDesk();
            await Said(seed, async () =>
            {
                var problems = new Problems();
                new ConfigBinder(SomeChecks.Catalog(desk.Time), "hale.yaml", problems).Bind(node);
                await desk.Registrar.PutServiceAsync(dice.Next(2) == 0 ? null : dice.Word(), dice.Node(0), new(), TestContext.Current.CancellationToken);
                await desk.Registrar.PutProjectAsync(dice.Next(2) == 0 ? null : dice.Word(), dice.Node(0), new(), TestContext.Current.CancellationToken);
                await desk.Registrar.StartMonitorAsync(dice.Word(), dice.Word(), dice.Node(0), TestContext.Current.CancellationToken);
                await desk.Registrar.StartMonitorAsync("shop", "a", new MapNode([new("url", new ScalarNode(ScalarKind.Text, "http://a"))]), TestContext.Current.CancellationToken);
                await desk.Registrar.StartMonitorAsync("shop", "a", dice.Node(0), TestContext.Current.CancellationToken);
            });
        }
    }

    [Fact]
    public async Task Text_AnyGarbage_GivesFindings()
    {
        const string alphabet = "abc: -{}[]\"'\n\n  \t#&*!|>%@`$~,?.\\\r\uFEFF\u0085\u2028é\ud83d\ude00\0\u0007017<=y";
        var catalog = SomeChecks.Catalog(new ManualTime());
        for (var seed = 0; seed < Rounds; seed++)
        {
            var dice = new Dice(seed);
            var text = new StringBuilder();
            for (var i = dice.Next(60); i >= 0; i--)
                text.Append(dice.Next(4) == 0 ? dice.Word() : alphabet[dice.Next(alphabet.Length)].ToString());
            await Said(seed, () =>
            {
                var reading = ConfigFile.ReadText(text.ToString(), "hale.yaml", new(_ => null, _ => null), catalog);
                Assert.Equal(reading.Good, reading.Findings.Count == 0);
                Assert.All(reading.Findings, finding => Assert.True(finding.At is not { } at || (at.Line > 0 && at.Column > 0), finding.ToString()));
                return Task.CompletedTask;
            });
        }
    }

    [Fact]
    public async Task Text_ACutOrBittenFile_GivesFindings()
    {
        const string whole = "projects:\n  shop:\n    targets: { production: http://x, s: { url: \"http://y\", headers: { a: b } } }\n    services:\n      api: &a { check: http://api:8080/health, depends_on: [db] }\n      db: { check: { url: 'tcp://db:1', send: |-\n          x\n        } }\n      c: *a\n";
        var catalog = SomeChecks.Catalog(new ManualTime());
        for (var i = 0; i < whole.Length; i++)
        {
            await Said(i, () => Task.FromResult(ConfigFile.ReadText(whole[..i], "hale.yaml", new(_ => null, _ => null), catalog)));
            await Said(i, () => Task.FromResult(ConfigFile.ReadText(whole.Remove(i, 1), "hale.yaml", new(_ => null, _ => null), catalog)));
        }
    }

    private static async Task Said(int seed, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {seed}: {error}");
        }
    }

    /// <summary>A small deterministic generator (xorshift).</summary>
    private sealed class Dice(int seed)
    {
        private uint _state = ((uint)seed * 2_654_435_761u) | 1;

        public int Next(int below)
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
            return (int)(_state % (uint)below);
        }

        public string Word() => Words[Next(Words.Length)];

        public Node Node(int depth)
        {
            var at = Next(2) == 0 ? (Mark?)null : new(Next(9) + 1, Next(9) + 1);
            return (depth > 6 ? 9 : Next(10)) switch
            {
                < 6 => new MapNode([.. Enumerable.Range(0, Next(6)).Select(_ => new MapEntry(Word(), Node(depth + 1), at))], at),
                < 7 => new ListNode([.. Enumerable.Range(0, Next(4)).Select(_ => Node(depth + 1))], at),
                _ => new ScalarNode((ScalarKind)Next(4), Word(), at),
            };
        }
    }
}
