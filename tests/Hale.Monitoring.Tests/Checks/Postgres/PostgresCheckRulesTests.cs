using Hale.Monitoring.Checks.Postgres;

namespace Hale.Monitoring.Tests.Checks.Postgres;

public sealed class PostgresCheckRulesTests
{
    private static readonly Probe Probe = new();

    [Theory]
    [InlineData("postgres://db.example")]
    [InlineData("postgresql://ann@db.example:5433/shop?sslmode=verify-full")]
    [InlineData("""{"type":"postgres","url":"postgres://ann:p%40ss@[::1]/shop","query":"SELECT 2"}""")]
    public void Describe_ReadsAsTheSame(string described)
    {
        var spec = Probe.Spec(described);
        Assert.Equal(spec, Probe.Spec(spec.Options.Describe(secrets: true).ToJsonString()));
        Assert.Equal("database", spec.Options.ServiceType);
    }

    [Theory]
    [InlineData("postgres://db.example", "db.example:5432", "postgres", "postgres")]
    [InlineData("postgres://ann@db.example:6000", "db.example:6000", "ann", "ann")]
    [InlineData("postgres://a%40b:x@[::1]/sh%20op", "[::1]:5432", "a@b", "sh op")]
    public void Read_FillsInWhatIsNotGiven(string url, string peer, string user, string database)
    {
        var options = (PostgresCheckOptions)Probe.Spec(url).Options;
        Assert.Equal((peer, user, database, "SELECT 1"), (options.Peer, options.User, options.Database, options.Query));
    }

    [Fact]
    public void Password_IsMasked_AndKeptForTheSameHost()
    {
        var before = Probe.Spec("postgres://ann:hunter2@db.example/shop?sslmode=require");
        var shown = before.Options.Describe(secrets: false)["url"]!.GetValue<string>();
        Assert.Equal("postgres://ann:***@db.example/shop?sslmode=require", shown);
        Assert.Equal(before, Probe.Read(shown, new(), before: before));
        var problems = Probe.Problems("postgres://ann:***@elsewhere.example/shop", before);
        Assert.Equal(
            "check.url: found \"postgres://***@elsewhere.example/shop\"; allowed: *** only where the check in force has that credential for the same host; otherwise give it again",
            problems);
    }

    [Fact]
    public void AnotherPassword_IsAnotherCheck() =>
        Assert.NotEqual(Probe.Spec("postgres://ann:one@db.example"), Probe.Spec("postgres://ann:two@db.example"));

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://db.example:0")]
    [InlineData("postgres://db.example:99999")]
    [InlineData("postgres://one,two/shop")]
    [InlineData("postgres://ann:hunter2/x@db.example")]
    [InlineData("postgres://ann:hunter2@db.example/shop#x")]
    [InlineData("postgres://ann:hunter2@db.example/sh%00op")]
    [InlineData("postgres://db.example?sslmode=allow")]
    [InlineData("postgres://db.example?sslmode=require&password=hunter2")]
    public void Read_SomethingElse_NamesTheFieldWithoutThePassword(string url)
    {
        var problems = Probe.Problems(url);
        Assert.StartsWith("check.url: found ", problems, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"postgres://ann@db.example","query":"SELECT 2"}""", "check.query: found \"SELECT 2\"; allowed: only with a password in the URL")]
    [InlineData("""{"url":"postgres://ann:x@db.example","query":"  "}""", "check.query: found \"  \"; allowed: SQL of 1 to 8000 characters")]
    [InlineData("""{"url":"postgres://ann:x@db.example","qurey":"SELECT 1"}""", "check.qurey: unknown key; did you mean query?")]
    [InlineData("""{"type":"postgres"}""", "check.url: is missing; needed: a URL such as postgres://")]
    public void Read_WhatIsWrongBesideTheUrl_IsNamed(string described, string problem) =>
        Assert.StartsWith(problem, Probe.Problems(described), StringComparison.Ordinal);
}
