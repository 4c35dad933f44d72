using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Hale.Monitoring.Checks;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Dns;
using Hale.Monitoring.Checks.Docker;
using Hale.Monitoring.Checks.Exec;
using Hale.Monitoring.Checks.Fly;
using Hale.Monitoring.Checks.Grpc;
using Hale.Monitoring.Checks.Http;
using Hale.Monitoring.Checks.Http.Quick;
using Hale.Monitoring.Checks.Icmp;
using Hale.Monitoring.Checks.Nats;
using Hale.Monitoring.Checks.Postgres;
using Hale.Monitoring.Checks.Redis;
using Hale.Monitoring.Health;
using Hale.Monitoring.Specs;
using Hale.Server.History.Coding;
using Hale.Server.History.Keeping;
using Hale.Server.Maintenance;
using Hale.Server.Registry;
using Hale.Server.Series;
using MetricChunk = Hale.Server.Series.Coding.Chunk;
using MetricHours = Hale.Server.Series.Coding.HourSum;
using MetricRollup = Hale.Server.Series.Coding.Rollup;
using MetricRows = Hale.Server.Series.Keeping.Row;
using Reading = Hale.Monitoring.Checks.Dial.Reading;
using Sample = Hale.Server.History.Coding.Reading;

namespace Hale.Fuzz.Tests;

/// <summary>Every parser of what a target sends, and of what lies on the disk, with good input to begin from.</summary>
internal static class Parsers
{
    private static readonly HttpCheckOptions Strict = new()
    {
        Url = new("http://shop.example/"),
        Manner = new() { Column = Column.Service, Expect = new() { BodyContains = "fine", Json = [(JsonPath.Parse("$.a[0].b")!, JsonSerializer.SerializeToElement("1"))] } },
    };

    // A counter at even times, a gauge in decimals at uneven ones, what is neither, and a constant.
    private static readonly Measure[][] MetricSamples =
    [
        [.. Enumerable.Range(0, 600).Select(i => new Measure(1_762_336_800_000 + 15_000L * i, 1_000 + 7L * i))],
        [.. Enumerable.Range(0, 64).Select(i => new Measure(1_762_336_800_000 + 15_000L * i + i % 7, i % 13 / 10.0))],
        [.. Enumerable.Range(0, 64).Select(i => new Measure(15_000L * i * i, Math.Sin(i)))],
        [.. Enumerable.Range(0, 3).Select(i => new Measure(-i, double.NaN))],
    ];

    private static readonly byte[] Mark = [.. Enumerable.Range(1, Echo.MarkLength).Select(each => (byte)each)];

    public static readonly IReadOnlyList<Parser> All =
    [
        new("http", Texts(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"status\":\"UP\"}\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nTrailer: 1\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 503 No\r\nX: a\r\nX: b\r\n folded\r\n\r\nuntil closed",
            "HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), Http),
        new("health", Texts(
            """{"status":"healthy","version":"1.2","uptime":7,"components":{"db":{"status":"degraded","message":"slow"}}}""",
            """{"status":"UP","components":{"db":{"status":"UP","details":{"database":"x"}},"disk":{"status":"DOWN"}}}""",
            """{"status":"warn","version":"1","releaseId":"1.2.3","checks":{"cpu:utilization":[{"status":"fail","output":"x"}]}}""",
            """{"status":"Healthy","totalDuration":"00:00:01.2","entries":{"sql":{"status":"Unhealthy","description":"x"}}}""",
            """{"status":"DOWN","checks":[{"name":"a","status":"DOWN","data":{}}],"a":[{"b":"1"}]}""",
            "Healthy", "Degraded", "fine"), Health),
        new("redis", Texts(
            "+PONG\r\n", "-NOAUTH Authentication required.\r\n", ":12\r\n", "$5\r\nhello\r\n", "$-1\r\n", "*2\r\n$1\r\na\r\n:1\r\n",
            "$70\r\n# Server\r\nredis_version:7.0.15\r\nrole:slave\r\nmaster_link_status:down\r\n\r\n"), (bytes, random) => Messages<RedisReply>(bytes, RedisReader.Reply, random, reply =>
            {
                _ = reply.Code;
                RedisReader.Info(reply.Text);
            })),
        new("postgres",
        [
            Framed('R', "\0\0\0\x0ASCRAM-SHA-256\0\0"), Framed('R', "\0\0\0\x05salt"), Framed('S', "server_version\x0015.4\0"), Framed('K', "\0\0\0\x01\0\0\0\x02"),
            Framed('E', "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"), Framed('Z', "I"), Framed('T', "\0\x01a\0"), [(byte)'S'], [(byte)'N'],
            [.. Framed('C', "SELECT 1\0"), .. Framed('Z', "I")],
        ], Postgres),
        new("nats", Texts(
            "INFO {\"server_id\":\"a\",\"version\":\"2.9.10\",\"auth_required\":true,\"tls_required\":false,\"jetstream\":true,\"nonce\":\"x\",\"max_payload\":1048576}\r\n",
            "PONG\r\n", "-ERR 'Authorization Violation'\r\n", "MSG _INBOX.a 1 17\r\n{\"streams\":1,\"a\":2}\r\n", "+OK\r\n", "PING\r\n"), (bytes, random) =>
            Messages<NatsOperation>(bytes, NatsReader.Operation, random, operation => NatsReader.Info(operation.Text))),
        new("dns",
        [
            Convert.FromHexString("12348180000100020000000003777777076578616d706c6503636f6d0000010001c00c000500010000012c0002c010c010000100010000012c00045db8d822"),
            Convert.FromHexString("12348183000100000000000003777777076578616d706c6503636f6d0000010001"),
            Convert.FromHexString("123481800001000200000000076578616d706c6503636f6d00000f0001c00c000f000100000e10000a000a046d61696cc00cc00c0010000100000e100006056861626c65"),
        ], Dns),
        new("grpc", [[0, 0, 0, 0, 2, 8, 1], [0, 0, 0, 0, 0], [0, 0, 0, 0, 7, 0x12, 3, 1, 2, 3, 8, 2]], (bytes, _) => HealthMessages.Response(bytes)),
        new("icmp", [Echo.Request(false, 1, Mark), [0, 0, .. Echo.Request(false, 1, Mark)[2..]], [0x45, .. new byte[19], 0, 0, .. Echo.Request(false, 1, Mark)[2..]]], Ping),
        new("docker", [[1, 0, 0, 0, 0, 0, 0, 5, .. "hello"u8, 2, 0, 0, 0, 0, 0, 0, 3, .. "bad"u8]], Docker),
        new("machines", Texts(
            """{"Id":"abc1","State":{"Status":"running","ExitCode":0,"OOMKilled":false,"StartedAt":"2026-11-05T10:00:00Z","Health":{"Status":"unhealthy","FailingStreak":3,"Log":[{"End":"2026-11-05T10:00:00Z","ExitCode":1,"Output":"x"}]}},"Config":{"Image":"a","Healthcheck":{"Interval":30000000000}}}""",
            """{"read":"2026-11-05T10:00:00Z","cpu_stats":{"cpu_usage":{"total_usage":1},"system_cpu_usage":2,"online_cpus":2},"memory_stats":{"usage":1,"limit":2,"stats":{"inactive_file":1}},"networks":{"eth0":{"rx_bytes":1,"tx_bytes":2}}}""",
            """{"id":"a","state":"stopped","updated_at":"2026-11-05T10:00:00Z","checks":[{"name":"a","status":"critical","output":"x"}],"events":[{"type":"exit","request":{"exit_event":{"exit_code":1,"oom_killed":true}}}],"image_ref":{"tag":"v1"}}"""), Machines),
        new("nagios", Texts("DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968 '/b c'=1%;@2:3;~:4\nmore\n| d=1s", "OK | a=U"), (bytes, random) =>
            NagiosOutput.Read(Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, Capture.Most))), random.Next(2) == 0)),
        new("chunks", Chunks(), Kept(bytes =>
        {
            _ = Chunk.Peek(bytes);
            _ = Chunk.Read(bytes);
        })),
        new("metric chunks", [.. MetricSamples.Select(samples => MetricChunk.Write(samples, 7))], Kept(bytes =>
        {
            _ = MetricChunk.Peek(bytes);
            _ = MetricChunk.Read(bytes);
        })),
        new("metric days", [MetricRollup.Write(MetricHours.Of([MetricSamples[0]]))], Kept(bytes => MetricRollup.Read(bytes))),
        new("metric rows", [MetricRow(1), MetricRow(40)], Kept(bytes => MetricRows.Read(bytes, (_, _) => { }))),
        new("series names", Texts("up{job=\"api\",say=\"\\\"hi\\\\\\n\"}", "up"), Kept(bytes => SeriesName.Read(Encoding.UTF8.GetString(bytes)))),
        new("rows", [Rows(1), Rows(40)], Kept(bytes => Row.Read(bytes, (_, _) => { }))),
        .. Imports.All,
        new("maintenance", Texts(
            """{"title":"t","projects":["a"],"services":["b","c:d"],"labels":{"e":"f"},"from":"2026-11-05T10:00:00Z","to":"2026-11-06T10:00:00+01:00"}""",
            """{"title":"t","from":"2026-11-05T10:00:00.5Z","cron":"*/15 2-4 L * MON#1","duration":"1h30m","time_zone":"Europe/Berlin"}"""), (bytes, _) => Window(bytes)),
        new("states", Texts("""{"v":1,"status":"up","since":"2026-11-05T10:00:00Z","why":"first_success","failures":0,"successes":3}"""), (bytes, _) => KeptState.Read(Encoding.UTF8.GetString(bytes))),
    ];

    private static void Http(byte[] bytes, Random random)
    {
        var reply = new Reply();
        reply.Begin(random.Next(8) == 0);
        for (var rest = bytes.AsMemory(); !rest.IsEmpty;)
        {
            var space = reply.Space;
            var count = Math.Min(Math.Min(space.Length, rest.Length), random.Next(3) == 0 ? 1 + random.Next(7) : 1 + random.Next(4096));
            rest[..count].CopyTo(space);
            rest = rest[count..];
            var progress = reply.Take(count);
            if (progress == Progress.More)
                continue;
            if (progress == Progress.Whole)
                Judge(reply.Answer);
            return;
        }

        if (reply.End() == Progress.Whole)
            Judge(reply.Answer);
    }

    private static void Judge(Answer answer)
    {
        _ = answer.Header("Location");
        _ = answer.Facts(0);
        _ = AnswerJudge.Judge(Strict, answer);
        _ = AnswerJudge.Text(answer);
    }

    private static void Health(byte[] bytes, Random random) =>
        Judge(new(random.Next(2) == 0 ? 200 : 503, new NamedHeaders(new Dictionary<string, string> { ["Content-Type"] = "text/plain" }), bytes, random.Next(8) == 0));

    private static void Postgres(byte[] bytes, Random random)
    {
        PostgresReader.TlsAnswer(bytes, out _, out _);
        Messages<PostgresMessage>(bytes, PostgresReader.Message, random, message =>
        {
            _ = PostgresReader.Error(message.Body);
            _ = PostgresReader.Parameter(message.Body);
            _ = PostgresReader.Texts(message.Body);
        });
    }

    private static void Dns(byte[] bytes, Random random)
    {
        if (DnsMessage.TryRead(bytes, out var message))
            _ = message!.Of("www.example.com.", RecordType.A);
    }

    private static void Ping(byte[] bytes, Random random)
    {
        _ = Echo.Reply(false, bytes, Mark);
        _ = Echo.Reply(true, bytes, Mark);
    }

    private static void Docker(byte[] bytes, Random random)
    {
        var (output, errors) = (new Capture(), new Capture());
        var frames = new Frames(output, errors);
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var count = Math.Min(rest.Length, 1 + random.Next(16));
            if (!frames.Add(rest[..count]))
                return;
            rest = rest[count..];
        }

        _ = output.Text + errors.Text;
    }

    private static void Machines(byte[] bytes, Random random)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object && Container.Read(document.RootElement) is { } container)
                _ = ContainerJudge.Of(container);
            if (document.RootElement.ValueKind == JsonValueKind.Object && ContainerSample.Read("a", document.RootElement) is { } sample)
                _ = ContainerUse.Between(null, sample);
            if (Machine.Read(document.RootElement) is { } machine)
                _ = MachineJudge.Of(new(machine, null), null, new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero));
        }
    }

    /// <summary>Reads one message after the other, as they come: of each start as many bytes as have come by then.</summary>
    private static void Messages<T>(byte[] bytes, Reader<T> reader, Random random, Action<T> use) where T : class
    {
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            reader(rest[..random.Next(rest.Length + 1)], out _, out _);
            if (reader(rest, out var message, out var length) != Reading.Whole)
                return;
            Assert.InRange(length, 1, rest.Length);
            use(message!);
            rest = rest[length..];
        }
    }

    /// <summary>What lies on the disk and is damaged is refused, and not by accident.</summary>
    private static Action<byte[], Random> Kept(Action<byte[]> read) => (bytes, _) =>
    {
        try
        {
            read(bytes);
        }
        catch (InvalidDataException)
        {
            // The documented refusal.
        }
    };

    private static void Window(byte[] bytes)
    {
        var problems = new Problems();
        if (JsonNodes.Read(bytes, problems) is { } body)
            MaintenanceReader.Read(body, "w", new(Origin.Api, "", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), problems);
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Framed(char type, string body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 4 + body.Length);
        return [(byte)type, .. length, .. Encoding.Latin1.GetBytes(body)];
    }

    private static byte[][] Chunks() => [Chunk.Write(Samples(1), 0), Chunk.Write(Samples(512), 7), Chunk.Write(Samples(64), long.MaxValue / 2)];

    private static byte[] MetricRow(int count)
    {
        var row = new MetricRows(4096);
        foreach (var sample in MetricSamples[0].AsSpan(0, count))
            row.Add(count, sample);
        return row.Body.ToArray();
    }

    private static byte[] Rows(int count)
    {
        var row = new Row(4096);
        foreach (var sample in Samples(count))
            row.Add(count, sample);
        return row.Finish();
    }

    private static Sample[] Samples(int count)
    {
        var random = new Random(count);
        var at = new DateTimeOffset(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, count).Select(i => random.Next(9) == 0
            ? Sample.Of(at.AddSeconds(30 * i), null, Status.Down, FailureKind.Refused, "nothing listens")
            : Sample.Of(at.AddSeconds(30 * i).AddMilliseconds(random.Next(5)), 10 + random.Next(90), Status.Up, null, null))];
    }
}
