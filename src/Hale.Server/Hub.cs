using System.Reflection;
using Hale.Server.Config;
using Hale.Server.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hale.Server;

/// <summary>A running hub: the composition root, and the only place that knows every room.</summary>
public sealed partial class Hub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Stores _stores;
    private readonly DataFolder _folder;

    private Hub(WebApplication app, Stores stores, DataFolder folder)
    {
        (_app, _stores, _folder) = (app, stores, folder);
        _ = _stores.Ousted.ContinueWith(
            ousted => End(ousted.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>The program's version, and the revision it was built from behind a plus sign.</summary>
    public static string Version { get; } =
        typeof(Hub).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Where the hub listens, with the ports it really got.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))];

    /// <summary>The hub's parts, for whoever embeds it.</summary>
    public IServiceProvider Services => _app.Services;

    private ILogger Log => _app.Services.GetRequiredService<ILogger<Hub>>();

    /// <summary>Takes the data folder and the database, reads what is kept and declared, starts to watch, and then to listen.</summary>
    /// <exception cref="HubStartException">It can't start; the message says why and what to do.</exception>
    public static async Task<Hub> StartAsync(HubSettings settings, HubParts? parts = null, CancellationToken cancel = default)
    {
        parts ??= new();
        DataFolder? folder = null;
        Stores? stores = null;
        try
        {
            folder = DataFolder.Claim(settings.Data, settings.Urls, parts.Time);
            stores = await OpenAsync(settings, folder, parts.Time, cancel);
            var hub = new Hub(await HubBuild.BuildAsync(settings, parts, stores, folder, cancel), stores, folder);
            if (settings.Postgres is not null && File.Exists(folder.Database))
                Unused(hub.Log, folder.Database);
            await hub._app.StartAsync(cancel);
            return hub;
        }
        catch (Exception error)
        {
            if (stores is not null)
                await stores.DisposeAsync();
            folder?.Dispose();
            if (HubStartException.Explain(error, settings) is { } explained)
                throw explained;
            throw;
        }
    }

    /// <summary>Runs until the process is told to end (Ctrl-C, SIGTERM) or <paramref name="stopping"/> fires, then stops within 5 s.</summary>
    /// <exception cref="HubEndException">It ended by itself; the message says why.</exception>
    public async Task WaitAsync(CancellationToken stopping = default)
    {
        await _app.WaitForShutdownAsync(stopping);
        if (_stores.Ousted.IsCompleted)
            throw new HubEndException(await _stores.Ousted);
    }

    /// <summary>Stops: no new checks, running ones get a moment, everything seen is written.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _stores.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<Stores> OpenAsync(HubSettings settings, DataFolder folder, TimeProvider time, CancellationToken cancel)
    {
        if (settings.Postgres is not { } postgres)
            return Stores.Open(folder, time);
        var address = PostgresAddress.Read(postgres, out var problem)
            ?? throw new BadConfigException([$"postgres: found an address that can't be used ({problem}); allowed: {PostgresAddress.Rule}"]);
        return await Stores.OpenAsync(address, folder, time, cancel);
    }

    private void End(StorageException why)
    {
        Ousted(Log, why.Message);
        _app.Lifetime.StopApplication();
    }

    [LoggerMessage(2103, LogLevel.Information, "{File} is not used: everything is kept in PostgreSQL; hale migrate-store copies what was kept there before")]
    private static partial void Unused(ILogger logger, string file);

    [LoggerMessage(2102, LogLevel.Critical, "The hub ends: {Why}")]
    private static partial void Ousted(ILogger logger, string why);
}
