namespace Hale.Server.Import;

/// <summary>What came of an import.</summary>
/// <param name="Added">Results that were not there.</param>
/// <param name="Skipped">Results of an instant of which there was one already.</param>
/// <param name="Created">The keys that were declared for it.</param>
/// <param name="Refused">What was not taken, the first <see cref="MostRefused"/> sorts of it.</param>
internal sealed record ImportSummary(long Added, long Skipped, IReadOnlyList<string> Created, IReadOnlyList<Refused> Refused)
{
    public const int MostRefused = 100;
}

/// <summary>What was not taken of one key for one reason.</summary>
/// <param name="Deployment">The key; null where it is not told.</param>
/// <param name="Place">Where the first one stands.</param>
/// <param name="Results">How many results.</param>
internal sealed record Refused(string? Deployment, string Place, string Reason, long Results);

/// <summary>Counts what is not taken, by key and reason.</summary>
internal sealed class Refusals
{
    private readonly Dictionary<(string? Key, string Reason), Refused> _all = [];

    public IReadOnlyList<Refused> All => [.. _all.Values];

    /// <summary>Adds results, or the key itself where there are none. Of more sorts than are told the last one counts the rest.</summary>
    public void Add(string? key, string reason, string place, int results)
    {
        if (!_all.ContainsKey((key, reason)) && _all.Count >= ImportSummary.MostRefused - 1)
            (key, reason) = (null, "and more, for other reasons");
        var before = _all.GetValueOrDefault((key, reason)) ?? new(key, place, reason, 0);
        _all[(key, reason)] = before with { Results = before.Results + results };
    }
}
