namespace Hale.Server.History.Keeping;

/// <summary>Makes batches: gives rows their numbers, and has saved what must be saved with them.</summary>
internal sealed class Gathering(Sweep sweep, Journal journal)
{
    /// <summary>The number of the last row.</summary>
    public long LastRow { get; set; }

    /// <summary>A batch of what was taken from the journal.</summary>
    public Batch Make(Journal.Taken taken, RunSeen? seen)
    {
        var rows = taken.Rows.Select(row => new AheadRow(++LastRow, row.Finish())).ToArray();
        var (pages, trim) = sweep.Next(rows.Sum(row => row.Body.Length), LastRow);
        var saves = new List<(Page Page, Save Save)>();
        foreach (var page in taken.Full.Union(pages))
        {
            if (page.Save(LastRow, journal) is { } save)
                saves.Add((page, save));
        }

        SavedState[] states = [.. States(taken.Moved.Except(saves.Select(each => each.Page)), changed: false), .. saves.Select(each => each.Save.State)];
        SeriesEvent[] early = [.. states.SelectMany(each => each.Events)];
        return new(
            new()
            {
                Series = taken.Series,
                Rows = rows,
                Events = [.. taken.Events, .. early],
                Evidence = [.. taken.Evidence.Select(each => new StoredEvidence(each.Page.Series, each.Evidence.At, each.Evidence.Write()))],
                States = [.. states.Select(each => each.State)],
                Chunks = [.. saves.SelectMany(each => each.Save.Chunks)],
                Heads = [.. saves.Select(each => each.Save.Head)],
                Trim = trim,
                Seen = seen,
            },
            taken.Count + early.Length, saves);
    }

    /// <summary>A batch of the states alone of pages: the end of a run.</summary>
    public HistoryBatch Leave(IEnumerable<Page> pages, RunSeen? seen) =>
        new() { States = [.. States(pages, changed: true).Select(each => each.State)], Seen = seen };

    private IEnumerable<SavedState> States(IEnumerable<Page> pages, bool changed) =>
        pages.Select(page => page.SaveState(LastRow, journal, changed)).OfType<SavedState>();
}

/// <summary>What is written at once.</summary>
/// <param name="Count">The results and events of it that are new.</param>
internal sealed record Batch(HistoryBatch Content, int Count, IReadOnlyList<(Page Page, Save Save)> Saves)
{
    /// <summary>Says that it is on the disk.</summary>
    public void Written()
    {
        foreach (var (page, save) in Saves)
            page.Saved(save);
    }

    /// <summary>Says that it can't be written.</summary>
    public void GivenUp()
    {
        foreach (var (page, _) in Saves)
            page.GiveBack();
    }
}
