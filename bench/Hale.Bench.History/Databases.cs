using Hale.Server;
using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Bench.History;

/// <summary>What figures must be on one kind of database.</summary>
/// <param name="Ingest">Millions of results a second.</param>
/// <param name="Disk">Bytes for each result, everything counted.</param>
/// <param name="Day">Megabytes for a day of 10,000 services every 30 s, its sums included.</param>
/// <param name="Cold">Milliseconds for a question to a database that was opened anew.</param>
/// <param name="ColdYear">The same for a year by the day.</param>
internal sealed record Bounds(double Ingest, double Disk, double Day, double Cold, double ColdYear);

/// <summary>Where results are kept while they are measured.</summary>
internal abstract class Databases : IAsyncDisposable
{
    public abstract Bounds Bounds { get; }

    /// <summary>An empty database.</summary>
    public abstract Task<Database> MakeAsync(DataFolder folder);

    public virtual ValueTask DisposeAsync() => default;
}

/// <summary>One of them.</summary>
/// <param name="Open">Opens it.</param>
/// <param name="Size">Its bytes while it is closed.</param>
/// <param name="ClearUp">What a server does by itself every minute, where a day passes in one.</param>
internal sealed record Database(Func<Task<Stores>> Open, Func<Task<long>> Size, Func<Task> ClearUp);

/// <summary>A file of SQLite for each.</summary>
internal sealed class SqliteDatabases : Databases
{
    public override Bounds Bounds { get; } = new(1, 1.5, 45, 10, 5);

    public override Task<Database> MakeAsync(DataFolder folder) => Task.FromResult(new Database(
        () => Task.FromResult(Stores.Open(folder, TimeProvider.System)), () => Task.FromResult(new FileInfo(folder.Database).Length), () => Task.CompletedTask));
}

/// <summary>A PostgreSQL of its own that writes through to the disk and vacuums as it does by itself; a database in it for each.</summary>
internal sealed class PostgresDatabases : Databases
{
    // Tables, indexes and what is too long for them; the server's own log comes and goes.
    private const string Bytes = """
        SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'hale' AND c.relkind IN ('r', 'S')
        """;

    private readonly PostgresServer _server;

    private PostgresDatabases(PostgresServer server) => _server = server;

    public override Bounds Bounds { get; } = new(0.5, 2, 60, 40, 20);

    public static async Task<PostgresDatabases> StartAsync() => new(await PostgresServer.StartAsync(null, "fsync=on", "autovacuum=on", "shared_buffers=128MB"));

    public override async Task<Database> MakeAsync(DataFolder folder)
    {
        var address = PostgresAddress.Read(await _server.DatabaseAsync(), out _)!;
        var name = address.Label[(address.Label.LastIndexOf('/') + 1)..];
        return new(
            () => Stores.OpenAsync(address, folder, TimeProvider.System, CancellationToken.None),
            async () => long.Parse(await _server.SqlAsync(Bytes, name), System.Globalization.CultureInfo.InvariantCulture),
            () => _server.SqlAsync("VACUUM hale.ahead, hale.heads, hale.verdicts", name));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
