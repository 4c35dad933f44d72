using Hale.Tests.Kit;

namespace Hale.Monitoring.Tests.Checks.Postgres;

/// <summary>One PostgreSQL for the tests that leave it as it is.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
    }
}

/// <summary>One PostgreSQL that has TLS; its certificate changes.</summary>
public sealed class SecurePostgres : IAsyncLifetime
{
    public Certificates Certificates { get; } = new(TimeProvider.System.GetUtcNow());

    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync(Certificates.Valid());

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        Certificates.Dispose();
    }
}
