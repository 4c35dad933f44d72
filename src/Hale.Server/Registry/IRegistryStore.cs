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

/// <summary>Changes that are made together or not at all.</summary>
internal sealed record RegistryWrite(IReadOnlyList<StoredDeclaration> Put, IReadOnlyList<(Declared Kind, string Id)> Removed);

/// <summary>Where the registry is kept.</summary>
internal interface IRegistryStore
{
    ValueTask<IReadOnlyList<StoredDeclaration>> LoadAsync(CancellationToken cancel);

    /// <summary>Writes all or nothing; durable when it returns.</summary>
    ValueTask SaveAsync(RegistryWrite write, CancellationToken cancel);
}
