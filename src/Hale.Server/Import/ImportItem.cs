using Hale.Server.History;

namespace Hale.Server.Import;

/// <summary>What a document holds, in its order.</summary>
/// <param name="Place">Where it stands: a path in a document, a line of many.</param>
internal abstract record ImportItem(string Place);

/// <summary>Something that was watched. Of its results those follow that stand with it.</summary>
/// <param name="Key">A service's id, or <c>project:target</c>.</param>
/// <param name="Url">Null where none is told.</param>
/// <param name="Process">The name of the program that was watched; null where none is told.</param>
/// <param name="Interval">How often; null where it is not told.</param>
internal sealed record ImportedDeployment(string Key, string? Url, string? Process, TimeSpan? Interval, string Place) : ImportItem(Place);

/// <summary>A result.</summary>
internal sealed record ImportedResult(Sample Result, string Place) : ImportItem(Place);

/// <summary>A result that can't be read.</summary>
/// <param name="Key">Null where it is not told.</param>
/// <param name="Reason">What was found and what is allowed.</param>
internal sealed record BadResult(string? Key, string Reason, string Place) : ImportItem(Place);
