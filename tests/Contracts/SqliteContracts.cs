using Hale.Server.Storage;
using Hale.Tests.Kit;

namespace Hale.Contracts.Tests;

/// <summary>A data folder of the test's own.</summary>
internal sealed class SqlitePlace : IDisposable
{
    private readonly TempFolder _folder = new();

    public DataFolder Data { get; }

    public SqlitePlace() => Data = DataFolder.Claim(_folder.Path, "http://127.0.0.1:4253", TimeProvider.System);

    public Stores Open() => Stores.Open(Data, TimeProvider.System);

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }
}

public sealed class SqliteHistoryStoreTests : HistoryStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteHistoryPruneTests : HistoryPruneContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteSeriesStoreTests : SeriesStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteRegistryStoreTests : RegistryStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteSequenceStoreTests : SequenceStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteTokenStoreTests : TokenStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteHeartbeatStoreTests : HeartbeatStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();
}

public sealed class SqliteBackupStoreTests : BackupStoreContract
{
    private readonly SqlitePlace _place = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _place.Dispose();
    }

    private protected override Stores Open() => _place.Open();

    private protected override Stores Open(string path)
    {
        using var folder = DataFolder.Claim(path, "http://127.0.0.1:4253", TimeProvider.System);
        return Stores.Open(folder, TimeProvider.System);
    }
}
