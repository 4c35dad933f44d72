using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>A data folder of the test's own.</summary>
internal sealed class SqlitePlace : Ground
{
    private readonly TempFolder _folder = new();

    public SqlitePlace() => Data = DataFolder.Claim(_folder.Path, "http://127.0.0.1:4253", TimeProvider.System);

    public DataFolder Data { get; }

    public override Task<Stores> OpenAsync() => Task.FromResult(Stores.Open(Data, TimeProvider.System));

    public override ValueTask DisposeAsync()
    {
        Data.Dispose();
        _folder.Dispose();
        return default;
    }
}

public sealed class SqliteHistoryStoreTests() : HistoryStoreContract(new SqlitePlace());

public sealed class SqliteRegistryStoreTests() : RegistryStoreContract(new SqlitePlace());

public sealed class SqliteSequenceStoreTests() : SequenceStoreContract(new SqlitePlace());

public sealed class SqliteTokenStoreTests() : TokenStoreContract(new SqlitePlace());

public sealed class SqliteHistoryPruneTests() : HistoryPruneContract(new SqlitePlace());

public sealed class SqliteSeriesStoreTests() : SeriesStoreContract(new SqlitePlace());

public sealed class SqliteHeartbeatStoreTests() : HeartbeatStoreContract(new SqlitePlace());

public sealed class SqliteMaintenanceStoreTests() : MaintenanceStoreContract(new SqlitePlace());

public sealed class SqliteBackupStoreTests() : BackupStoreContract(new SqlitePlace());
