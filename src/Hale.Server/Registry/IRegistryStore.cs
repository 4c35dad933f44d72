namespace Hale.Server.Registry;

/// <summary>What kind of declared thing a row holds.</summary>
internal enum Declared
{
    Project,
    Service,
    Target,
}

/// <summary>A declared thing as it is kept.</summary>
/// <param name="Id">A project's or service's id, a target's key.</param>
/// <param name="Definition">The definition as canonical JSON with its secrets; null for what the file declares.</param>
/// <param name="Held">Paused (a service) or stopped (a target) by a person.</param>
internal sealed record StoredDeclaration(
    Declared Kind, string Id, string? Definition, Origin ManagedBy, bool Held, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, string? Etag);

/// <summary>A change of a service's definition as it is kept.</summary>
/// <param name="Body">What changed, as the room's own JSON.</param>
internal sealed record StoredChange(string Service, DateTimeOffset At, string Body);

/// <summary>Changes that are made together or not at all, in the order of the members; what is put remains, though it is removed, too.</summary>
internal sealed record RegistryWrite(IReadOnlyList<StoredDeclaration> Put, IReadOnlyList<(Declared Kind, string Id)> Removed)
{
    /// <summary>What became of services that remain. A service that is removed, and not put, loses all that is kept of its changes.</summary>
    public IReadOnlyList<StoredChange> Changes { get; init; } = [];

    /// <summary>Changes before that are removed with a write that brings new ones.</summary>
    public DateTimeOffset KeepSince { get; init; }
}

/// <summary>Where the registry is kept.</summary>
internal interface IRegistryStore
{
    /// <summary>How many changes are kept of each service.</summary>
    const int KeptChanges = 100;

    ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel);

    /// <summary>Writes all or nothing; durable when it returns. Of each service the newest <see cref="KeptChanges"/> changes are kept.</summary>
    ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel);

    /// <summary>
    /// Changes of any of these services, newest first, none later than <paramref name="until"/>, strictly before the cursor's place; places grow as changes
    /// are written.
    /// </summary>
    ValueTask<IReadOnlyList<(long Place, StoredChange Change)>> ChangesAsync(
        IReadOnlyList<string> services, DateTimeOffset until, long? before, int most, CancellationToken cancel);
}
