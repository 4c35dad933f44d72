using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>The same on PostgreSQL, which outlives the hub and finds out by itself that it is gone.</summary>
public sealed class PostgresKillTests(PostgresFixture postgres, ITestOutputHelper output) : KillContract(output), IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override async ValueTask<string> AtAsync() => Place.In(_folder.Path, await postgres.Server.DatabaseAsync());
}
