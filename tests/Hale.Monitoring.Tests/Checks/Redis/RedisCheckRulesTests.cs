using FsCheck;
using FsCheck.Fluent;
using Hale.Monitoring.Checks.Dial;
using Hale.Monitoring.Checks.Redis;

namespace Hale.Monitoring.Tests.Checks.Redis;

public sealed class RedisCheckRulesTests
{
    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("redis://cache.example", "cache.example:6379", null, false)]
    [InlineData("redis://:p%40ss@[::1]:7000/5", "[::1]:7000", "5", false)]
    [InlineData("""{"type":"redis","url":"rediss://ann:x@cache.example","insecure_tls":true}""", "cache.example:6379", null, true)]
    public void Read_Describe_AreTheSame(string described, string peer, string? database, bool tls)
    {
        var spec = Probe.Spec(described);
        var options = (RedisCheckOptions)spec.Options;
        Assert.Equal((peer, database, tls, "cache"), (options.Peer, options.Database, options.Tls, options.ServiceType));
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
    }

    [Fact]
    public void Password_IsMasked_AndKeptForTheSameHost()
    {
        var before = Probe.Spec("redis://:hunter2@cache.example/1");
        var shown = before.Options.Describe(secrets: false)["url"]!.GetValue<string>();
        Assert.Equal("redis://:***@cache.example/1", shown);
        Assert.Equal(before, Probe.Read(shown, new(), before: before));
        Assert.NotEqual("", Probe.Problems("redis://:***@elsewhere.example/1", before));
    }

    [Theory]
    [InlineData("redis://", "check.url: found \"redis://\"; allowed: redis or rediss")]
    [InlineData("redis://cache.example/shop", "check.url: found \"redis://cache.example/shop\"; allowed: behind the host only the number of a database, 0 to 65535")]
    [InlineData("redis://ann@cache.example", "check.url: found \"redis://***@cache.example\"; allowed: a user only with a password")]
    [InlineData("redis://cache.example?db=1", "check.url: found ")]
    [InlineData("""{"url":"redis://cache.example","insecure_tls":true}""", "check.insecure_tls: found true; allowed: only with rediss://")]
    public void Read_SomethingElse_NamesTheField(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);

    [Fact]
    public void Anything_IsReadWithoutAFault() => Prop.ForAll<byte[], byte>((bytes, type) =>
    {
        byte[] likely = [(byte)"+-:$"[type % 4], .. bytes, 13, 10, .. bytes];
        foreach (var each in new[] { bytes, likely, [.. "$4\r\n"u8, .. bytes] })
        {
            var reading = RedisReader.Reply(each, out var reply, out var length);
            Assert.InRange(length, 0, each.Length);
            Assert.Equal(reading == Reading.Whole, reply is not null);
            RedisReader.Info(System.Text.Encoding.Latin1.GetString(each));
        }
    }).QuickCheckThrowOnFailure();
}
