namespace Hale.Client;

/// <summary>What to export; what is null does not narrow.</summary>
public sealed record ExportFilter
{
    /// <summary>From when on: RFC 3339, or a duration back from now such as <c>7d</c>. Default: everything that is kept.</summary>
    public string? From { get; init; }

    /// <summary>Until when: the same. Default: now.</summary>
    public string? To { get; init; }

    /// <summary>A service's id or <c>project:target</c>. Default: all.</summary>
    public string? Service { get; init; }

    /// <summary><c>json</c>, <c>ndjson</c> or <c>csv</c>.</summary>
    /// <value>Default: json.</value>
    public string Format { get; init; } = "json";
}

public sealed partial class HaleClient
{
    /// <summary>Writes every result that the hub keeps, as it comes in: the whole is never held in memory.</summary>
    /// <param name="to">Where to; it is neither flushed nor closed.</param>
    /// <exception cref="HaleNotFoundException">There is no such service.</exception>
    /// <exception cref="HaleInvalidException">The filter can't be used.</exception>
    /// <exception cref="HaleUnreachableException">No hub answers, or its answer was cut short; what is written then is not whole.</exception>
    public Task ExportAsync(Stream to, ExportFilter? filter = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(to);
        filter ??= new();
        var path = "api/export" + Query.Of(("from", filter.From), ("to", filter.To), ("service", filter.Service), ("format", filter.Format));
        return _wire.CopyAsync(new(HttpMethod.Get, path, What: filter.Service is { } id ? ("service", id) : null), to, cancel);
    }
}
