using Hale.Monitoring.Health;
using Hale.Server;
using Hale.Server.History;
using Hale.Server.Storage.Postgres;
using Hale.Server.Storage.Schema;
using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>What a database that others run and share may do: be another's, be refused, break, freeze, and come back.</summary>
public sealed class PostgresDatabaseTests(PostgresFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 5, 10, 0, 0, TimeSpan.Zero);

    private readonly PostgresPlace _place = new(fixture.Server);
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private PostgresServer Server => fixture.Server;

    private string Database => PostgresPlace.NameOf(_place.Address);

    public async ValueTask DisposeAsync()
    {
        await _place.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Open_Again_MigratesOnceAndTouchesNothingElse()
    {
        await using (await _place.OpenAsync())
        {
        }

        await Server.SqlAsync("CREATE TABLE public.theirs (x int)", Database);
        await using var stores = await _place.OpenAsync();

        Assert.Equal(string.Join('\n', Scripts.Postgres.All.Select(each => $"{each.Number}|{each.Name}")), await Server.SqlAsync("SELECT version, name FROM hale.schema_version", Database));
        Assert.Equal("theirs", await Server.SqlAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", Database));
    }

    [Fact]
    public async Task Open_OwnedByARunningHub_SaysWhoseItIsAndIsFreeAfterwards()
    {
        await using (await _place.OpenAsync("http://127.0.0.1:4253"))
        {
            var refusal = await Assert.ThrowsAsync<StorageException>(() => _place.OpenAsync("http://127.0.0.1:9999"));

            Assert.Equal(StorageFault.Taken, refusal.Fault);
            Assert.StartsWith(
                $"{_place.Address.Label}: belongs to the running hub at http://127.0.0.1:4253 (process {Environment.ProcessId} on {Environment.MachineName}, since ",
                refusal.Message, StringComparison.Ordinal);
        }

        await using var second = await _place.OpenAsync("http://127.0.0.1:9999");
    }

    [Fact]
    public async Task Open_OfANewerHale_IsRefused()
    {
        await using (await _place.OpenAsync())
        {
        }

        await Server.SqlAsync("INSERT INTO hale.schema_version VALUES (9999, 'later', 0)", Database);

        await RefusedAsync(StorageFault.TooNew, "a newer Hale wrote this database (schema 9999");
    }

    [Fact]
    public async Task Open_SchemaOfAnotherProgram_IsRefusedAndUntouched()
    {
        var address = PostgresPlace.Read(await Server.DatabaseAsync());
        var database = PostgresPlace.NameOf(address);
        await Server.SqlAsync("CREATE SCHEMA hale; CREATE TABLE hale.theirs (x int)", database);

        await RefusedAsync(StorageFault.Foreign, "its schema hale is another program's", address);

        Assert.Equal("theirs", await Server.SqlAsync("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'hale'", database));
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherEncoding_IsRefused() => await RefusedAsync(
        StorageFault.Foreign, "the database's encoding is LATIN1; Hale needs UTF8",
        PostgresPlace.Read(await Server.DatabaseAsync("ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")));

    [Fact]
    public async Task Open_NoSuchDatabase_IsRefused() =>
        await RefusedAsync(StorageFault.Unreachable, "there is no such database", PostgresPlace.Read(Server.Url("postgres", "/nowhere")));

    [Fact]
    public async Task Open_WrongPassword_IsRefusedWithoutIt()
    {
        var refusal = await RefusedAsync(StorageFault.Unreachable, "the database refuses the login", PostgresPlace.Read(Server.LoginUrl(password: "not-s3cret")));

        Assert.DoesNotContain("not-s3cret", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_ByAUserWithoutRights_SaysWhatItNeedsAndASchemaOfItsOwnIsEnough()
    {
        var database = PostgresPlace.NameOf(PostgresPlace.Read(await Server.DatabaseAsync()));
        var address = PostgresPlace.Read(Server.LoginUrl(rest: $"/{database}"));
        await RefusedAsync(StorageFault.Unreachable, "it needs a schema hale that it owns", address);

        await Server.SqlAsync("CREATE SCHEMA hale AUTHORIZATION shop", database);

        await using var stores = await _place.OpenAsync("http://127.0.0.1:4253", address);
        await stores.Meta.SetAsync("a", "b", Cancel);
    }

    [Fact]
    public async Task Open_ServerThatSleepsOverCommits_IsDurableAllTheSame()
    {
        await using (await _place.OpenAsync())
        {
        }

        await Server.SqlAsync($"ALTER DATABASE {Database} SET synchronous_commit = off");
        await Server.SqlAsync(
            """
            CREATE TABLE public.seen (how text);
            CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$;
            CREATE TRIGGER note BEFORE INSERT ON hale.meta FOR EACH ROW EXECUTE FUNCTION public.note()
            """,
            Database);
        await using var stores = await _place.OpenAsync();
        await stores.Meta.SetAsync("a", "b", Cancel);

        Assert.Equal("on", await Server.SqlAsync("SELECT how FROM public.seen", Database));
    }

    [Fact]
    public async Task Text_ThatCantBeKept_CostsNothingElse()
    {
        await using var stores = await _place.OpenAsync();
        await stores.History.AppendAsync(new() { Series = [new(1, "a")], Events = [Changed("nul \0, half \uD83D")] }, Cancel);

        Assert.Equal("nul \uFFFD, half \uFFFD", (await stores.History.LatestEventsAsync(1, Cancel))[0].Step.Message);
    }

    [Fact]
    public async Task Write_WhoseAnswerIsLost_IsNotWrittenTwice()
    {
        await using var relay = Relay.To(Server.Port);
        await using var stores = await _place.OpenOverAsync(relay);
        await stores.History.AppendAsync(new() { Series = [new(1, "a")] }, Cancel);
        var batch = new HistoryBatch { Rows = [new(1, new byte[] { 1 })], Events = [Changed("once")] };

        relay.Swallow();
        var lost = stores.History.AppendAsync(batch, Cancel).AsTask();
        while (await Server.SqlAsync("SELECT count(*) FROM hale.events", Database) != "1")
        {
            // Asking takes long enough.
        }

        relay.Break();
        Assert.Equal(StorageFault.Unreachable, (await Assert.ThrowsAsync<StorageException>(() => lost)).Fault);
        await stores.Sequence.ReserveAsync(1, Cancel);
        await stores.History.AppendAsync(batch, Cancel);
        await stores.History.AppendAsync(new() { Rows = [new(2, new byte[] { 2 })] }, Cancel);

        Assert.Single(await stores.History.LatestEventsAsync(10, Cancel));
        Assert.Equal(2, (await stores.History.LoadAsync(Cancel)).Rows.Count);
    }

    [Fact]
    public async Task Write_ThatNeverArrived_IsWrittenByTheNextTry()
    {
        await using var relay = Relay.To(Server.Port);
        await using var stores = await _place.OpenOverAsync(relay);
        await stores.History.AppendAsync(new() { Series = [new(1, "a")] }, Cancel);
        var batch = new HistoryBatch { Events = [Changed("once")] };

        relay.Break();
        await Assert.ThrowsAsync<StorageException>(async () => await stores.History.AppendAsync(batch, Cancel));
        await stores.History.AppendAsync(batch, Cancel);

        Assert.Single(await stores.History.LatestEventsAsync(10, Cancel));
    }

    [Fact]
    public async Task Connection_ThatBrokeUnnoticedByTheServer_IsEndedAndTheDatabaseTakenAgain()
    {
        await using var relay = Relay.To(Server.Port);
        await using var stores = await _place.OpenOverAsync(relay);
        var holder = await HolderAsync();

        relay.Break();
        await Assert.ThrowsAsync<StorageException>(async () => await stores.Meta.SetAsync("a", "1", Cancel));
        await stores.Meta.SetAsync("a", "2", Cancel);

        Assert.NotEqual(holder, await HolderAsync());
        Assert.Equal("2", await stores.Meta.FindAsync("a", Cancel));
        Assert.False(stores.Ousted.IsCompleted);
    }

    [Fact]
    public async Task Database_TakenByAnotherHubWhileAway_IsGivenUp()
    {
        await using var first = await _place.OpenAsync("http://127.0.0.1:4253");
        await Server.SqlAsync($"SELECT pg_terminate_backend({await HolderAsync()}, 60000)");
        await using (await _place.OpenAsync("http://127.0.0.1:9999"))
        {
            await Assert.ThrowsAsync<StorageException>(async () => await first.Meta.SetAsync("a", "1", Cancel));
            var taken = await Assert.ThrowsAsync<StorageException>(async () => await first.Meta.SetAsync("a", "1", Cancel));

            Assert.Equal(StorageFault.Taken, taken.Fault);
            Assert.Contains("belongs to the running hub at http://127.0.0.1:9999", taken.Message, StringComparison.Ordinal);
            Assert.Same(taken, await first.Ousted);
        }

        Assert.Equal(StorageFault.Taken, (await Assert.ThrowsAsync<StorageException>(async () => await first.Meta.SetAsync("a", "1", Cancel))).Fault);
    }

    [Fact]
    public async Task Database_ThatAnotherHubHadMeanwhile_IsGivenUp()
    {
        await using var first = await _place.OpenAsync("http://127.0.0.1:4253");
        await Server.SqlAsync($"SELECT pg_terminate_backend({await HolderAsync()}, 60000)");
        await using (await _place.OpenAsync("http://127.0.0.1:9999"))
        {
        }

        await Assert.ThrowsAsync<StorageException>(async () => await first.Meta.SetAsync("a", "1", Cancel));
        await Assert.ThrowsAsync<StorageException>(async () => await first.Meta.SetAsync("a", "1", Cancel));

        Assert.Contains("another hub has written to the database meanwhile", (await first.Ousted).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_StoppedAndStartedAgain_IsAnsweredFromAndWrittenToAgain()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var place = new PostgresPlace(server);
        await using var stores = await place.OpenAsync();
        await stores.Meta.SetAsync("a", "1", Cancel);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => stores.Meta.FindAsync("a", Cancel).AsTask()));

        await server.EndAsync("QUIT");
        var writing = await Assert.ThrowsAsync<StorageException>(async () => await stores.Meta.SetAsync("a", "2", Cancel));
        var reading = await Assert.ThrowsAsync<StorageException>(async () => await stores.Meta.FindAsync("a", Cancel));
        await server.StartAgainAsync();

        Assert.All([writing, reading], away => Assert.Equal(StorageFault.Unreachable, away.Fault));
        Assert.Equal("1", await stores.Meta.FindAsync("a", Cancel));
        await stores.Meta.SetAsync("a", "3", Cancel);
        Assert.Equal("3", await stores.Meta.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Server_ThatDoesNotAnswer_IsGivenUpAfterAWhile()
    {
        await using var relay = Relay.To(Server.Port);
        await using var stores = await _place.OpenOverAsync(relay, ";Command Timeout=3;Timeout=3");
        relay.Swallow();

        var silence = await Assert.ThrowsAsync<StorageException>(async () => await stores.Meta.SetAsync("a", "1", Cancel));

        Assert.Equal(StorageFault.Unreachable, silence.Fault);
        Assert.Contains("the database doesn't answer", silence.Message, StringComparison.Ordinal);
        relay.Break();
        await stores.Meta.SetAsync("a", "2", Cancel);
    }

    [Theory]
    [InlineData("53100", nameof(StorageFault.Full))]
    [InlineData("25006", nameof(StorageFault.ReadOnly))]
    [InlineData("40P01", nameof(StorageFault.Locked))]
    [InlineData("XX001", nameof(StorageFault.Corrupt))]
    [InlineData("57P03", nameof(StorageFault.Unreachable))]
    [InlineData("28P01", nameof(StorageFault.Unreachable))]
    [InlineData("53300", nameof(StorageFault.Unreachable))]
    [InlineData("XX000", nameof(StorageFault.Unreachable))]
    [InlineData("23505", nameof(StorageFault.Refused))]
    [InlineData("22021", nameof(StorageFault.Refused))]
    public void Explain_State_NamesTheFault(string state, string fault)
    {
        var explained = PostgresErrors.Explain("postgres://db:5432/hale", new Npgsql.PostgresException("it is so", "ERROR", "ERROR", state));

        Assert.Equal(fault, explained.Fault.ToString());
        Assert.StartsWith("postgres://db:5432/hale: ", explained.Message, StringComparison.Ordinal);
        Assert.Contains("it is so", explained.Message, StringComparison.Ordinal);
    }

    private static SeriesEvent Changed(string message) => new(1, new("a", new(T0, Status.Up, Status.Down, Why.Failures, message), null));

    /// <summary>The session that holds the database.</summary>
    private Task<string> HolderAsync() => Server.SqlAsync(
        $"SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = '{Database}' AND l.granted");

    private async Task<StorageException> RefusedAsync(StorageFault fault, string reason, PostgresAddress? address = null)
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => _place.OpenAsync("http://127.0.0.1:4253", address));
        Assert.Equal(fault, refusal.Fault);
        Assert.StartsWith((address ?? _place.Address).Label, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        return refusal;
    }
}
