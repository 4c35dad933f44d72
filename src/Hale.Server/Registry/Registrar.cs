using Hale.Monitoring.Checks;
using Hale.Monitoring.Flow;
using Hale.Monitoring.Specs;
using Microsoft.Extensions.Logging;

namespace Hale.Server.Registry;

/// <summary>
/// Keeps what is declared, by the file and over the API. Writes come one after the other, are checked against the whole, are durable before
/// anybody sees them, and are told in order; reads take the current snapshot and never wait. If the store fails, nothing has changed.
/// </summary>
internal sealed partial class Registrar(IRegistryStore store, CheckCatalog checks, TimeProvider time, ILogger<Registrar> logger)
{
    internal (IRegistryStore Store, CheckCatalog Checks, TimeProvider Time, ILogger Logger) Parts => (store, checks, time, logger);

    /// <summary>Everything declared, now.</summary>
    public RegistrySnapshot Now { get; private set; } = RegistrySnapshot.Empty;

    /// <summary>Every change after it was made, in order; told while the next write waits.</summary>
    public Feed<RegistryChange> Changes { get; } = new();

    /// <summary>Reads what is kept, once at start. What the file declares comes with <see cref="ApplyFileAsync"/>.</summary>
    public Task LoadAsync(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Makes the file's declarations hold, whole: adds, replaces, removes.</summary>
    public Task ApplyFileAsync(FileDeclarations file, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Creates or replaces a service.</summary>
    /// <param name="id">The id in the URL; null for a POST, where the description or project and name give it.</param>
    /// <param name="ifMatch">The <c>If-Match</c> header; null when there is none.</param>
    public Task<Written<ServiceSpec>> PutServiceAsync(string? id, Node body, WriteKind kind, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Removes a service that nobody depends on.</summary>
    public Task<Written<ServiceSpec>> DeleteServiceAsync(string id, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Pauses or resumes a service, the file's included; survives everything until the opposite is asked.</summary>
    public Task<Written<ServiceSpec>> SetPausedAsync(string id, bool paused, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Creates or replaces a project.</summary>
    public Task<Written<ProjectSpec>> PutProjectAsync(string? id, Node body, WriteKind kind, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Removes a project without services and targets.</summary>
    public Task<Written<ProjectSpec>> DeleteProjectAsync(string id, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Creates or replaces a target of a project that exists.</summary>
    public Task<Written<TargetSpec>> PutTargetAsync(string project, string target, Node body, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Removes a target.</summary>
    public Task<Written<TargetSpec>> DeleteTargetAsync(string project, string target, string? ifMatch, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Starts a target's monitor: creates project and target where they are missing, keeps what the description doesn't give.</summary>
    public Task<Written<TargetSpec>> StartMonitorAsync(string project, string target, Node body, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Stops a target's monitor and remembers it. An unknown one is <see cref="WriteOutcome.NotFound"/>, which callers answer as a success.</summary>
    public Task<Written<TargetSpec>> StopMonitorAsync(string project, string target, CancellationToken cancel) => throw new NotSupportedException();
}
