using Hale.Monitoring.Checks;
using Hale.Server.Registry;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Config;

/// <summary>
/// Keeps the registry as the declaration file says: read at start, again when it changes, on SIGHUP and when asked. A bad file is refused whole and
/// the last good one stays in force.
/// </summary>
internal sealed class ConfigLoader(HubSettings settings, Registrar registrar, CheckCatalog checks, TimeProvider time, ILogger<ConfigLoader> logger)
{
    internal (HubSettings Settings, Registrar Registrar, CheckCatalog Checks, TimeProvider Time, ILogger Logger) Parts => (settings, registrar, checks, time, logger);

    /// <summary>How it stands with the file.</summary>
    public ConfigState State { get; private set; } = new("hale.yaml", default, []);

    /// <summary>Reads the file the first time; after <see cref="Registrar.LoadAsync"/> and before anything is watched.</summary>
    /// <exception cref="BadConfigException">The file is bad and there is no last good one, or a named file is missing.</exception>
    public Task StartAsync(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Reads the file again now and answers how it stands; never throws for a bad file.</summary>
    public Task<ConfigState> ReloadAsync(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Watches the file, and SIGHUP, until <paramref name="stopping"/> fires.</summary>
    public Task RunAsync(CancellationToken stopping) => throw new NotSupportedException();
}
