using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Postgres;

/// <summary>A PostgreSQL that is well: who is let in, and what is asked then.</summary>
public sealed class PostgresCheckTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    private static readonly Probe Probe = new();
    private readonly PostgresServer _server = fixture.Server;

    [Theory]
    [InlineData("shop", "/shop")]
    [InlineData("plain", "/shop")]
    [InlineData("nobody", "/shop")]
    [InlineData("shop", "/no-such-database")]
    [InlineData("stranger", "")]
    [InlineData("trusted", "/no-such-database")]
    public async Task Knock_ByAnybody_IsAccepted(string user, string rest)
    {
        var seen = await Probe.RunAsync(_server.Url(user, rest));
        Assert.Null(seen.Failure);
        Assert.False(seen.SaysDegraded);
        Assert.Contains(seen.Evidence, step => step.StartsWith($"127.0.0.1:{_server.Port} - accepting connections", StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Evidence, step => step.Contains("logged in", StringComparison.Ordinal));
        Assert.True(seen.Phases is { ConnectMs: > 0, TlsMs: null, FirstByteMs: > 0, TotalMs: > 0 }, seen.Phases.ToString());
    }

    [Theory]
    [InlineData("trusted", "/shop")]
    [InlineData("postgres", "")]
    public async Task Knock_WhereAnybodyIsLetIn_TellsTheVersion(string user, string rest)
    {
        var seen = await Probe.RunAsync(_server.Url(user, rest));
        Assert.Null(seen.Failure);
        Assert.StartsWith("15.", (string)seen.Details!["version"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Knock_WithoutAUser_IsThatOfTheServersOwn() =>
        Assert.NotNull((await Probe.RunAsync($"postgresql://127.0.0.1:{_server.Port}")).Details!["version"]);

    [Theory]
    [InlineData("shop")]
    [InlineData("older")]
    [InlineData("plain")]
    [InlineData("trusted")]
    public async Task Login_InEachWay_RunsTheQuery(string user)
    {
        var seen = await Probe.RunAsync(_server.LoginUrl(user));
        Assert.Null(seen.Failure);
        Assert.StartsWith("15.", (string)seen.Details!["version"]!, StringComparison.Ordinal);
        Assert.True(seen.Phases is { ConnectMs: > 0, FirstByteMs: > 0, TotalMs: > 0 }, seen.Phases.ToString());
        Assert.Collection(
            seen.Evidence,
            step => Assert.StartsWith("connected to 127.0.0.1:", step, StringComparison.Ordinal),
            step => Assert.StartsWith($"logged in as {user} to shop in ", step, StringComparison.Ordinal),
            step => Assert.StartsWith("first byte after ", step, StringComparison.Ordinal),
            step => Assert.StartsWith("the query was answered in ", step, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Login_AgainAndAgain_WithOneSpecification_Succeeds()
    {
        var spec = Probe.Spec(_server.LoginUrl());
        for (var i = 0; i < 3; i++)
            Assert.Null((await Probe.RunAsync(spec)).Failure);
    }

    [Fact]
    public async Task Login_AfterThePasswordWasSetAnew_IsJudgedByTheNewOne()
    {
        await _server.SqlAsync("CREATE ROLE changing LOGIN PASSWORD 'first'");
        await _server.AdmitAsync("host all changing 127.0.0.1/32 scram-sha-256");
        var spec = Probe.Spec(_server.LoginUrl("changing", password: "first"));
        Assert.Null((await Probe.RunAsync(spec)).Failure);
        await _server.SqlAsync("ALTER ROLE changing PASSWORD 'second'");
        Assert.Equal("hard Auth", (await Probe.RunAsync(spec)).Failure?.Kind());
        await _server.SqlAsync("ALTER ROLE changing PASSWORD 'first'");
        Assert.Null((await Probe.RunAsync(spec)).Failure);
    }

    [Theory]
    [InlineData("shop", "/shop", "the login was refused: password authentication failed for user \"shop\"")]
    [InlineData("older", "/shop", "the login was refused: password authentication failed for user \"older\"")]
    [InlineData("plain", "/shop", "the login was refused: password authentication failed for user \"plain\"")]
    [InlineData("nobody", "/shop", "the login was refused: pg_hba.conf rejects connection for host \"127.0.0.1\"")]
    [InlineData("stranger", "/shop", "the login was refused: no pg_hba.conf entry for host \"127.0.0.1\"")]
    [InlineData("trusted", "/none", "the login was refused: database \"none\" does not exist")]
    public async Task Login_Refused_IsHardAuthWhateverTheReason(string user, string rest, string message)
    {
        const string Wrong = "not-the-pass";
        var seen = await Probe.RunAsync(_server.LoginUrl(user, rest, Wrong));
        Assert.Equal("hard Auth", seen.Failure!.Kind());
        Assert.StartsWith(message, seen.Failure!.Message, StringComparison.Ordinal);
        Assert.True(seen.Answered);
        Assert.DoesNotContain(Wrong, string.Concat(seen.Evidence), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT now()")]
    [InlineData("SELECT 1 WHERE false")]
    [InlineData("SELECT 1; SELECT 2")]
    [InlineData("-- nothing")]
    [InlineData("DO $$ BEGIN RAISE NOTICE 'well'; END $$")]
    [InlineData("COPY (SELECT 1) TO STDOUT")]
    [InlineData("SELECT repeat('x', 100000)")]
    [InlineData("SELECT repeat('x', 1000) FROM generate_series(1, 1000000)")]
    public async Task Query_ThatIsAnswered_Succeeds(string query)
    {
        var seen = await Probe.RunAsync(Described(query));
        Assert.Null(seen.Failure);
        Assert.NotNull(seen.Phases.FirstByteMs);
    }

    [Theory]
    [InlineData("SELECT * FROM no_such_table", "the query failed: relation \"no_such_table\" does not exist")]
    [InlineData("SELECT 1/0", "the query failed: division by zero")]
    [InlineData("SELECT 1; SELECT 1/0", "the query failed: division by zero")]
    [InlineData("COPY pg_class FROM STDIN", "the query failed: ")]
    [InlineData("COPY mine FROM STDIN", "the query failed: it waits for rows to copy")]
    [InlineData("SELECT pg_terminate_backend(pg_backend_pid())", "the query failed: terminating connection due to administrator command")]
    public async Task Query_ThatFails_IsHardBody(string query, string message)
    {
        await _server.SqlAsync("CREATE TABLE IF NOT EXISTS public.mine (id int); GRANT ALL ON public.mine TO PUBLIC", "shop");
        var seen = await Probe.RunAsync(Described(query));
        Assert.Equal("hard Body", seen.Failure!.Kind());
        Assert.StartsWith(message, seen.Failure!.Message, StringComparison.Ordinal);
        Assert.True(seen.Answered);
    }

    [Fact]
    public async Task Query_ThatTakesTooLong_IsSoftTimeout_AndGivenUpOnTheServer()
    {
        var time = new ManualTime();
        var running = new Probe(time: time).RunAsync(Described("SELECT pg_sleep(1234)"), timeout: TimeSpan.FromMinutes(1));
        await _server.RunningAsync("SELECT pg_sleep(1234)", 1);
        time.Advance(TimeSpan.FromSeconds(59.75));
        var seen = await running;
        Assert.Equal("soft Timeout: the query was not answered within 1m (slow response)", $"{seen.Failure!.Kind()}: {seen.Failure!.Message}");
        Assert.Contains("asked the server to give the query up", seen.Evidence);
        Assert.False(seen.Answered);
        Assert.True(seen.Took <= TimeSpan.FromMinutes(1));
        await _server.RunningAsync("SELECT pg_sleep(1234)", 0);
    }

    [Fact]
    public async Task Stop_InTheMiddleOfAQuery_EndsTheCheck()
    {
        using var stop = new CancellationTokenSource();
        var running = Probe.RunAsync(Probe.Spec(Described("SELECT pg_sleep(1235)")), stopping: stop.Token);
        await _server.RunningAsync("SELECT pg_sleep(1235)", 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private string Described(string query) => Probe.Described(_server.LoginUrl(), ("query", query));
}
