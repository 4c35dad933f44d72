using Hale.Server.Registry;

namespace Hale.Server.Explain;

/// <summary>Which change is most likely the one that is looked for. Pure.</summary>
internal static class Relevance
{
    /// <summary>Its own first, then those on the way to the cause, then those of all else it needs; of each the newest first.</summary>
    public static IReadOnlyList<DefinitionChange> Sort(IEnumerable<DefinitionChange> changes, string service, IReadOnlyList<string> causePath) =>
        [.. changes.OrderBy(change => change.Service == service ? 0 : causePath.Contains(change.Service) ? 1 : 2).ThenByDescending(change => change.At)];
}
