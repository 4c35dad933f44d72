using Hale.Contracts.Tests;
using Hale.Server;
using Hale.Server.Storage;
using Hale.Tests.Kit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Hale.Contracts.Tests;

/// <summary>One PostgreSQL for all tests here; each has a database of its own in it.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? default;
}

/// <summary>A database of the test's own, made when it is opened first.</summary>
internal sealed class PostgresPlace(PostgresServer server) : Ground
{
    private readonly TempFolder _folder = new();
    private readonly List<DataFolder> _hubs = [];
    private PostgresAddress? _address;

    /// <summary>Where it is, once it is made.</summary>
    public PostgresAddress Address => _address!;

    public static PostgresAddress Read(string url) => PostgresAddress.Read(url, out _)!;

    /// <summary>The database's name at its server.</summary>
    public static string NameOf(PostgresAddress address) => address.Label[(address.Label.LastIndexOf('/') + 1)..];

    public override Task<Stores> OpenAsync() => OpenAsync("http://127.0.0.1:4253");

    /// <summary>Opens it as a hub that has a data folder of its own.</summary>
    /// <param name="url">Where the hub listens.</param>
    /// <param name="by">Another way to it.</param>
    public async Task<Stores> OpenAsync(string url, PostgresAddress? by = null)
    {
        await MakeAsync();
        var data = _hubs.Find(hub => hub.Holder.Url == url);
        if (data is null)
            _hubs.Add(data = DataFolder.Claim(_folder[$"{_hubs.Count}"], url, TimeProvider.System));
        return await Stores.OpenAsync(by ?? Address, data, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens it by a way that can break.</summary>
    public async Task<Stores> OpenOverAsync(Relay relay, string more = "")
    {
        await MakeAsync();
        return await OpenAsync("http://127.0.0.1:4253", Read($"Host=127.0.0.1;Port={relay.Port};Username=postgres;Database={NameOf(Address)}{more}"));
    }

    private async Task MakeAsync() => _address ??= Read(await server.DatabaseAsync());

    public override ValueTask DisposeAsync()
    {
        _hubs.ForEach(hub => hub.Dispose());
        _folder.Dispose();
        return default;
    }
}

public sealed class PostgresHistoryStoreTests(PostgresFixture postgres) : HistoryStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresHistoryPruneTests(PostgresFixture postgres) : HistoryPruneContract(new PostgresPlace(postgres.Server));

public sealed class PostgresSeriesStoreTests(PostgresFixture postgres) : SeriesStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresRegistryStoreTests(PostgresFixture postgres) : RegistryStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresSequenceStoreTests(PostgresFixture postgres) : SequenceStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresTokenStoreTests(PostgresFixture postgres) : TokenStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresHeartbeatStoreTests(PostgresFixture postgres) : HeartbeatStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresMaintenanceStoreTests(PostgresFixture postgres) : MaintenanceStoreContract(new PostgresPlace(postgres.Server));

public sealed class PostgresBackupStoreTests(PostgresFixture postgres) : BackupStoreContract(new PostgresPlace(postgres.Server));
