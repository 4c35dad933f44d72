namespace Hale.Client;

/// <summary>How to import.</summary>
public sealed record ImportTerms
{
    /// <summary>Whether services and targets that are not declared are declared, as far as the export says what they are; without it they are refused by name.</summary>
    /// <value>Default: true.</value>
    public bool Create { get; init; } = true;

    /// <summary>Whether nothing is written, and only told what would be.</summary>
    /// <value>Default: false.</value>
    public bool DryRun { get; init; }
}

public sealed partial class HaleClient
{
    /// <summary>Takes exported results back: what <see cref="ExportAsync"/> writes as json or ndjson. The same results taken twice are there once.</summary>
    /// <param name="from">Read to its end, as fast as the hub takes it; it is not closed.</param>
    /// <exception cref="HaleException">It is no export: the message says where. What came before that place is taken.</exception>
    /// <exception cref="HaleConflictException">Another import is under way.</exception>
    /// <exception cref="HaleUnreachableException">No hub answers.</exception>
    public Task<ImportView> ImportAsync(Stream from, ImportTerms? terms = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        terms ??= new();
        var path = "api/import" + Query.Of(("create", terms.Create ? null : "false"), ("dry_run", terms.DryRun ? "true" : null));
        return _wire.SendAsync(new(HttpMethod.Post, path, Stream: from), WireJson.Default.ImportView, cancel);
    }
}
